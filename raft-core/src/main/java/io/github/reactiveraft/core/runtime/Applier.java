package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.core.replicated.Applied;
import io.github.reactiveraft.core.replicated.Replica;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The applier as a stream: applies what is committed, in order, on the loop, in slices. After so many entries or so much
 * time it goes behind whatever else the loop has due, so that a heartbeat never waits for a long catch-up.
 *
 * @param <C> commands
 * @param <R> what the state machine puts out
 */
final class Applier<C, R> {

    private static final int SLICE_COUNT = 256;
    private static final long SLICE_NANOS = Duration.ofMillis(1).toNanos();
    private static final int CLOCK_EVERY = 16;

    private final NodeParts parts;
    private final LogReader log;
    private final Replica<C, R> replica;
    private final ApplyListener<R> listener;
    private final SnapshotRestorer restorer;
    private final Digests<R> digests;
    private final Sinks.Many<Boolean> wakes = Sinks.many().multicast().directBestEffort();
    private @Nullable SnapshotMeta adopted;
    private @Nullable SnapshotMeta awaited;
    private EntryBatch loaded = EntryBatch.empty();
    private long commitIndex;
    private long lastApplied;

    Applier(NodeParts parts, LogReader log, Replica<C, R> replica, ApplyListener<R> listener, Digests<R> digests) {
        this.parts = parts;
        this.log = log;
        this.replica = replica;
        this.listener = listener;
        this.restorer = new SnapshotRestorer(parts, replica);
        this.digests = digests;
    }

    /** The highest index applied. */
    long lastApplied() {
        return lastApplied;
    }

    /** Everything up to an index is committed and on disk here; on the loop only. */
    void commit(long index) {
        commitIndex = index;
        wakes.tryEmitNext(true);
    }

    /** The log is about to start anew behind a snapshot: entries before it must not be looked for; on the loop only. */
    void suspend(SnapshotMeta snapshot) {
        awaited = snapshot;
    }

    /** A snapshot is in force: if it is later than the state, the state will be replaced; on the loop only. */
    void adopted(SnapshotMeta snapshot) {
        adopted = snapshot;
        if (snapshot.equals(awaited)) {
            awaited = null;
        }
        wakes.tryEmitNext(true);
    }

    /**
     * Applies; each element is a slice that was, an empty one a snapshot that was restored. Fails if the log cannot be
     * read or the state machine throws.
     */
    Flux<AppliedSlice> applied() {
        return wakes.asFlux()
                .startWith(true)
                .onBackpressureLatest()
                .concatMap(wake -> Flux.defer(this::slice).repeat(this::hasMore), 1);
    }

    private boolean hasMore() {
        return awaited == null && lastApplied < commitIndex;
    }

    private Mono<AppliedSlice> slice() {
        SnapshotMeta snapshot = adopted;
        if (snapshot != null && snapshot.index() > lastApplied) {
            return restorer.restore(snapshot).then(Mono.fromSupplier(() -> restored(snapshot)));
        }
        if (!hasMore()) {
            return Mono.empty();
        }
        return available().map(this::apply);
    }

    private AppliedSlice restored(SnapshotMeta snapshot) {
        listener.restored(snapshot);
        lastApplied = snapshot.index();
        digests.startBehind(lastApplied);
        parts.observer().onRestored(snapshot);
        return AppliedSlice.RESTORED;
    }

    /** The next entries, once the loop comes by; empty if they left memory by then: asked again, they come from disk. */
    private Mono<EntryBatch> available() {
        long next = lastApplied + 1;
        if (log.hasInMemory(next)) {
            loaded = EntryBatch.empty();
            return Mono.<EntryBatch>fromSupplier(() -> log.hasInMemory(next) ? log.partFromMemory(next) : null)
                    .subscribeOn(parts.loop());
        }
        if (next >= loaded.firstIndex() && next <= loaded.lastIndex()) {
            return Mono.fromSupplier(() -> loaded.from(next)).subscribeOn(parts.loop());
        }
        // What lies behind the commitIndex of this moment may still be replaced, on disk before the batch arrives here.
        long immutable = commitIndex;
        return log.fromDisk(next, parts.settings().limits().windowBytes())
                .map(batch -> batch.upTo(immutable))
                .doOnNext(batch -> loaded = batch);
    }

    /** Applies as many as fit into a slice, those behind the available ones too if they are in memory; tells which those were. */
    private AppliedSlice apply(EntryBatch available) {
        long deadline = parts.time().nanos() + SLICE_NANOS;
        int count = 0;
        long byteCount = 0;
        EntryBatch applied;
        do {
            EntryBatch next = count == 0 ? available : log.partFromMemory(lastApplied + 1);
            applied = applyUntil(deadline, next.upTo(commitIndex).limit(SLICE_COUNT - count, Integer.MAX_VALUE));
            count += applied.count();
            byteCount += applied.byteCount();
        } while (count < SLICE_COUNT
                && hasMore()
                && log.hasInMemory(lastApplied + 1)
                && parts.time().nanos() < deadline);
        return new AppliedSlice(applied.lastId(), applied.timestamp(lastApplied), count, byteCount);
    }

    private EntryBatch applyUntil(long deadline, EntryBatch batch) {
        long index = batch.firstIndex();
        do {
            apply(batch, index);
            lastApplied = index++;
        } while (index <= batch.lastIndex()
                && (index % CLOCK_EVERY != 0 || parts.time().nanos() < deadline));
        EntryBatch applied = batch.upTo(lastApplied);
        parts.observer().onApplied(applied);
        return applied;
    }

    private void apply(EntryBatch batch, long index) {
        Applied<R> applied = replica.apply(batch, index);
        if (index == digests.next()) {
            digests.take(new EntryId(batch.term(index), index), applied);
        }
        listener.applied(index, applied);
    }
}

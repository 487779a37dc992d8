package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.N3;
import static io.github.reactiveraft.core.runtime.Words.entries;

import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.core.protocol.Event.SnapshotTaken;
import io.github.reactiveraft.core.replicated.Replica;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** A taker that is told what was applied by the test; a snapshot is due after every three entries. */
class TakerFixture {

    final Bench bench = new Bench();
    final HookedSnapshots snapshots = bench.storage.snapshots();
    final List<SnapshotTaken> taken = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();
    long lowestOffer = Long.MAX_VALUE;
    Supplier<@Nullable Publisher<ByteBuffer>> captured = () -> chunks(3);
    int capturedCount;
    SnapshotTaker taker = taker(new SnapshotPolicy(3, Long.MAX_VALUE, 0));

    SnapshotTaker taker(SnapshotPolicy policy) {
        if (!bench.storage.isOpen()) {
            bench.storage.holding();
        }
        bench.policy = policy;
        taker = new SnapshotTaker(
                bench.parts(), new Replica<>(new Captured()), () -> Words.members(N1, N2, N3), () -> lowestOffer);
        taker.taken().subscribe(taken::add, failures::add);
        return taker;
    }

    /** Entries were applied, and the disk did what that took. */
    void applies(long first, long last) {
        taker.applied(slice(first, last));
        bench.io.runAll();
    }

    static AppliedSlice slice(long first, long last) {
        EntryBatch batch = entries(first, last);
        return new AppliedSlice(batch.lastId(), batch.timestamp(last), batch.count(), batch.byteCount());
    }

    /** Chunks of a hundred bytes. */
    static Flux<ByteBuffer> chunks(int count) {
        return Flux.range(0, count).map(i -> ByteBuffer.allocate(100));
    }

    /** The core took notice, and wanted it. */
    void wanted() {
        taker.adopting();
        taker.stepped();
    }

    private final class Captured extends Adder {

        @Override
        @SuppressWarnings("NullAway") // A state machine may break its contract.
        public Publisher<ByteBuffer> snapshot() {
            capturedCount++;
            return captured.get();
        }
    }
}

package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Who watches this replica: cursors into one ring of changes, each as fast as its watcher asks (ADR 0013). Watchers come and go in
 * tasks of the loop of their own, never while they are told something.
 *
 * @param <R> what the state machine puts out
 */
final class Watches<R> {

    private final NodeId self;
    private final EventRing<R> ring;
    private final Executor loop;
    private final Set<WatchCursor<R>> cursors = new LinkedHashSet<>();
    private @Nullable RaftException closed;
    /** For those who begin to watch on any thread, and want everything from that moment on. */
    private volatile long lastApplied;

    /** @param loop runs tasks later, one after the other */
    Watches(NodeId self, EventRing<R> ring, Executor loop) {
        this.self = self;
        this.ring = ring;
        this.loop = loop;
        this.lastApplied = ring.lastIndex();
    }

    /** From now on, which is when somebody subscribes; from any thread. */
    Flux<Change<R>> watch() {
        return Flux.defer(() -> watch(lastApplied + 1));
    }

    /** From an index on; from any thread. */
    Flux<Change<R>> watch(long fromIndex) {
        if (fromIndex < 1) {
            return Flux.error(new IllegalArgumentException("A watch begins at index 1 or later, not at " + fromIndex));
        }
        // Nothing is handed over that was not asked for: a sink that could not buffer it never has to.
        return Flux.create(sink -> loop.execute(() -> enter(sink, fromIndex)), FluxSink.OverflowStrategy.ERROR);
    }

    private void enter(FluxSink<Change<R>> sink, long fromIndex) {
        if (closed != null) {
            sink.error(closed);
        } else if (fromIndex < ring.availableFrom()) {
            sink.error(compacted());
        } else {
            WatchCursor<R> cursor = new WatchCursor<>(ring, loop, sink, fromIndex);
            cursors.add(cursor);
            sink.onDispose(() -> loop.execute(() -> cursors.remove(cursor)));
            sink.onRequest(count -> cursor.requested());
        }
    }

    /** An entry was applied, the one behind the last, and emitted these, or none; on the loop only. */
    void applied(long index, List<Change<R>> changes) {
        long firstNew = ring.endPlace();
        ring.add(index, changes);
        lastApplied = index;
        if (!changes.isEmpty()) {
            endAll(WatchCursor::isTooLate, this::compacted);
            cursors.forEach(cursor -> cursor.added(firstNew));
        }
    }

    /** The state became that of a snapshot; on the loop only. Those who wait for what comes behind it stay. */
    void jump(long index) {
        if (index > ring.lastIndex()) {
            ring.jump(index);
            lastApplied = index;
            endAll(WatchCursor::isTooLate, this::compacted);
        }
    }

    private RaftException compacted() {
        long availableFrom = ring.availableFrom();
        return new RaftException.Compacted(
                self + " has the changes from index " + availableFrom
                        + " on only: read the state with ReadMode.local(token) and watch from token.index() + 1",
                availableFrom);
    }

    /** The node stops; on the loop only. */
    void close(RaftException cause) {
        closed = cause;
        endAll(cursor -> true, () -> cause);
    }

    private void endAll(Predicate<WatchCursor<R>> which, Supplier<RaftException> cause) {
        cursors.removeIf(cursor -> {
            boolean isDue = which.test(cursor);
            if (isDue) {
                cursor.end(cause.get());
            }
            return isDue;
        });
    }
}

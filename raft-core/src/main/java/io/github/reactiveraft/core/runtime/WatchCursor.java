package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.FluxSink;

/**
 * How far one watcher is: a place in the ring, and nothing that would grow if it is slow. Used on the loop, except where it is said.
 *
 * @param <R> what the state machine puts out
 */
final class WatchCursor<R> {

    /** So many at a time, so that one who has much to catch up on does not hold up the loop. */
    private static final int SLICE_COUNT = 32;

    private final EventRing<R> ring;
    private final Executor loop;
    private final FluxSink<Change<R>> sink;
    /** Whether this will be looked at on the loop, however often it was asked for since. */
    private final AtomicBoolean isAwaited = new AtomicBoolean();

    /** The index of the change that was told last; before the first one, what was asked for. */
    private long from;

    private long place;

    /**
     * Watches from an index that is available, or is yet to come.
     *
     * @param loop runs tasks later, one after the other
     */
    WatchCursor(EventRing<R> ring, Executor loop, FluxSink<Change<R>> sink, long from) {
        this.ring = ring;
        this.loop = loop;
        this.sink = sink;
        this.from = from;
        this.place = ring.placeOf(from);
    }

    /** The watcher wants more; from any thread. */
    void requested() {
        if (isAwaited.compareAndSet(false, true)) {
            loop.execute(() -> {
                isAwaited.set(false);
                tell();
            });
        }
    }

    /** There are new changes; who is further behind than those, and wants some, has its turn coming anyway. */
    void added(long firstNew) {
        if (Math.max(place, ring.firstPlace()) >= firstNew) {
            tell();
        }
    }

    private void tell() {
        for (int told = 0; sink.requestedFromDownstream() > 0 && !sink.isCancelled() && hasNext(); told++) {
            if (told == SLICE_COUNT) {
                requested();
                return;
            }
            Change<R> change = ring.at(place++);
            from = change.index();
            sink.next(change);
        }
    }

    /** Passes over what comes before the index that was asked for, whether it is still there or not. */
    private boolean hasNext() {
        place = Math.max(place, ring.firstPlace());
        while (place < ring.endPlace() && ring.at(place).index() < from) {
            place++;
        }
        return place < ring.endPlace();
    }

    /** Whether something is gone that the watcher was not told, and ought to be. */
    boolean isTooLate() {
        return place < ring.firstPlace() && from < ring.availableFrom();
    }

    void end(RaftException cause) {
        if (!sink.isCancelled()) {
            sink.error(cause);
        }
    }
}

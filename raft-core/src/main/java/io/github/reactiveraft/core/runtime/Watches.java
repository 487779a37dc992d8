package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Who watches this replica: each watcher has a queue of its own, bounded, and pays alone for being slow.
 *
 * @param <R> what the state machine puts out
 */
final class Watches<R> {

    private volatile Sinks.Many<Change<R>> changes = Sinks.many().multicast().directBestEffort();
    private final NodeId self;
    private final int maxLag;

    Watches(NodeId self, int maxLag) {
        this.self = self;
        this.maxLag = maxLag;
    }

    /** A change was applied; on the loop only. Without watchers it goes nowhere. */
    void emit(Change<R> change) {
        changes.tryEmitNext(change);
    }

    /** From now on. */
    Flux<Change<R>> watch() {
        return Flux.defer(() -> changes.asFlux())
                .onBackpressureBuffer(maxLag)
                .onErrorMap(
                        Exceptions::isOverflow,
                        overflow -> new RaftException.Overloaded("This watcher of " + self + " fell more than " + maxLag
                                + " changes behind: read the state and watch again"));
    }

    /** The changes up to an index were never applied here: whoever watches cannot go on; on the loop only. */
    void skip(long index) {
        Sinks.Many<Change<R>> ended = changes;
        changes = Sinks.many().multicast().directBestEffort();
        ended.tryEmitError(new RaftException.Compacted(self
                + " was so far behind that it took over the state as of index " + index
                + ": read the state and watch again"));
    }

    /** The node stops; on the loop only. */
    void close(RaftException cause) {
        changes.tryEmitError(cause);
    }
}

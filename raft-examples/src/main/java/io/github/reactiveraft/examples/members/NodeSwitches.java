package io.github.reactiveraft.examples.members;

import io.github.reactiveraft.api.MemberStatus;
import io.github.reactiveraft.api.NodeId;
import java.util.List;
import java.util.SortedMap;
import reactor.core.publisher.Mono;

/**
 * Nodes that can be stopped and started one by one, by whoever runs them all. Calls come from any thread, and signals on
 * any thread.
 */
public interface NodeSwitches {

    /** What a node is made to do. */
    enum Position {
        /** It runs. */
        RUNNING,
        /** It was told to stop, and hands over, answers and closes its files. */
        STOPPING,
        /** It does not run. */
        STOPPED,
        /** It reads its directory. */
        STARTING
    }

    /** The node does not do what was asked of it; nothing was changed. */
    final class Refused extends RuntimeException {

        private final boolean known;

        /** @param isKnown whether there is a node of that name at all */
        public Refused(String message, boolean isKnown) {
            // No stack trace: whoever asked made the mistake.
            super(message, null, false, false);
            this.known = isKnown;
        }

        /** Whether there is a node of that name at all. */
        public boolean isKnown() {
            return known;
        }
    }

    /** Every node and where its switch is now, in order. */
    SortedMap<NodeId, Position> positions();

    /** How each node says it is, in order; nothing from one that does not run. */
    List<MemberStatus> statuses();

    /**
     * Stops a node as an operator does: if it leads, it hands over first. The stop goes on though the subscription be cancelled.
     *
     * @return completes once it has stopped; or {@link Refused}
     */
    Mono<Void> stop(NodeId node);

    /**
     * Starts a stopped node from its directory. The start goes on though the subscription be cancelled.
     *
     * @return completes once it runs; or {@link Refused}, or what it failed with, after which it is stopped
     */
    Mono<Void> start(NodeId node);
}

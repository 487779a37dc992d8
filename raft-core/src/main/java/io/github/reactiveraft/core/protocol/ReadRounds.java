package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether a leader still led when it was asked to (thesis §6.4): a round begins, and it is confirmed once a majority has
 * answered, in the leader's term, requests that were cut after that. Every attempt is a round of its own, counted through
 * all leaderships, so that no answer to an earlier request confirms a later round.
 */
final class ReadRounds {

    private final SortedMap<NodeId, Long> answered = new TreeMap<>();
    private long latest;
    private long confirmed;

    /** A leadership begins: whatever was asked before ended with the one before. */
    void startLeading() {
        answered.clear();
        confirmed = latest;
    }

    /** The round that began last, 0 for none: what is cut now answers for it. */
    long latest() {
        return latest;
    }

    /** Begins a round. */
    long begin() {
        return ++latest;
    }

    /** A peer answered a request that was cut when this round was the latest. */
    void answered(NodeId peer, long round) {
        answered.merge(peer, round, Math::max);
    }

    /** The last round that is confirmed now and was not before, 0 if there is none; all before it are as well. */
    long confirm(Quorum quorum, NodeId self) {
        long agreed = quorum.agreedIndex(node -> node.equals(self) ? latest : answered.getOrDefault(node, 0L));
        if (agreed <= confirmed) {
            return 0;
        }
        confirmed = agreed;
        return agreed;
    }
}

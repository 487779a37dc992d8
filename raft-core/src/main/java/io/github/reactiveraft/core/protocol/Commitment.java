package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the log is committed, and for a leader who holds how much of it (figure 2: commitIndex, matchIndex).
 *
 * <p>Two indexes: the one known to be committed in the cluster, and commitIndex, which also lies on this node's disk and
 * is the only one that anybody gets to see.
 */
final class Commitment {

    private final SortedMap<NodeId, Long> matchIndexes = new TreeMap<>();
    private long knownIndex;
    private long commitIndex;

    /** Starts with what a snapshot stands for, which is committed and durable; 0 without one. */
    Commitment(long snapshotIndex) {
        this.knownIndex = snapshotIndex;
        this.commitIndex = snapshotIndex;
    }

    /** A leader knows of nobody else's log at first. */
    void startCounting() {
        matchIndexes.clear();
    }

    /** A peer's disk holds the leader's log up to an index. Answers may overtake each other: it never goes back. */
    void acknowledge(NodeId peer, long index) {
        matchIndexes.merge(peer, index, Math::max);
    }

    /** How much of the leader's log a peer's disk is known to hold. */
    long matchIndex(NodeId peer) {
        return matchIndexes.getOrDefault(peer, 0L);
    }

    /** The peer whose disk holds most of the leader's log, or null if nobody's is known to hold anything. */
    @Nullable
    NodeId furthest() {
        return matchIndexes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    /**
     * Counts durable copies, the leader's own disk being one of them. Only an entry of the leader's own term is committed
     * by counting; earlier ones are committed with it (§5.4.2).
     */
    void count(Quorum quorum, NodeId self, long durableIndex, LogTerms log, long term) {
        long agreed =
                quorum.agreedIndex(node -> node.equals(self) ? durableIndex : matchIndexes.getOrDefault(node, 0L));
        if (log.termAt(agreed) == term) {
            knownIndex = Math.max(knownIndex, agreed);
        }
    }

    /** The leader says that an index, at which this node's log is verified to equal its own, is committed. */
    void learn(long index) {
        knownIndex = Math.max(knownIndex, index);
    }

    /** Takes in what is both committed and durable; says whether commitIndex grew. */
    boolean settle(long durableIndex) {
        long settled = Math.min(knownIndex, durableIndex);
        Invariants.check(settled >= commitIndex, "commitIndex would fall", commitIndex, settled);
        boolean hasGrown = settled > commitIndex;
        commitIndex = settled;
        return hasGrown;
    }

    /** Up to where the log is known to be committed, though perhaps not yet on this node's disk. */
    long knownIndex() {
        return knownIndex;
    }

    /** Up to where the log is committed and on this node's disk. */
    long commitIndex() {
        return commitIndex;
    }
}

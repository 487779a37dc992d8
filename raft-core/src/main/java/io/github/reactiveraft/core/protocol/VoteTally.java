package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The count of one round of votes or pre-votes. Immutable. The round folds answers with it to know when to stop, the
 * core to decide; only the core also checks terms and incarnations.
 */
public final class VoteTally {

    private final Quorum quorum;
    private final SortedSet<NodeId> granted;
    private final SortedSet<NodeId> denied;

    private VoteTally(Quorum quorum, SortedSet<NodeId> granted, SortedSet<NodeId> denied) {
        this.quorum = quorum;
        this.granted = granted;
        this.denied = denied;
    }

    /** A round in which nobody but the candidate itself, which agrees, has answered. */
    public static VoteTally of(Quorum quorum, NodeId self) {
        return new VoteTally(quorum, Collections.emptySortedSet(), Collections.emptySortedSet()).with(self, true);
    }

    /**
     * The count with one more answer. Nobody counts twice; a yes is never taken back and replaces an earlier no; who is
     * no voter does not count.
     */
    public VoteTally with(NodeId voter, boolean isGranted) {
        return isGranted
                ? new VoteTally(quorum, plus(granted, voter), denied)
                : new VoteTally(quorum, granted, plus(denied, voter));
    }

    /** Whether a majority said yes. */
    public boolean isWon() {
        return quorum.isReached(granted);
    }

    /** Whether so many said no that a majority of yes is out of reach. */
    public boolean isLost() {
        return !quorum.isReached(voter -> granted.contains(voter) || !denied.contains(voter));
    }

    /** Whether the rest need not be waited for. */
    public boolean isDecided() {
        return isWon() || isLost();
    }

    private static SortedSet<NodeId> plus(SortedSet<NodeId> nodes, NodeId node) {
        SortedSet<NodeId> more = new TreeSet<>(nodes);
        more.add(node);
        return more;
    }

    @Override
    public String toString() {
        return "granted by " + granted + ", denied by " + denied;
    }
}

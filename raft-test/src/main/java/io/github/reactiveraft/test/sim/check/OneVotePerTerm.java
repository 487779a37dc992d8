package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node gives one vote in a term, across its crashes (§5.2), and a vote is on disk when anybody can learn of it. Looked
 * at when the vote leaves the node, so that a reply which is sent before it is durable shows.
 */
public final class OneVotePerTerm {

    private final SortedMap<NodeId, SortedMap<Long, NodeId>> votes = new TreeMap<>();

    /** A granting reply leaves a node, or its own request for votes, which stands for its vote for itself. */
    public void onVote(NodeId voter, long term, NodeId candidate, DiskImage disk) {
        NodeId known = votes.computeIfAbsent(voter, none -> new TreeMap<>()).putIfAbsent(term, candidate);
        Violation.unless(
                known == null || known.equals(candidate),
                "One vote per term (§5.2)",
                () -> voter + " votes for " + known + " and for " + candidate + " in term " + term);
        NodeId durable = disk.voteIn(term);
        Violation.unless(
                candidate.equals(durable),
                "A vote is durable before it leaves (figure 2)",
                () -> voter + " votes for " + candidate + " in term " + term + ", its disk holds a vote for "
                        + durable);
    }
}

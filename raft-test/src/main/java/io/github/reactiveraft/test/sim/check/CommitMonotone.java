package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import java.util.SortedMap;
import java.util.TreeMap;

/** A node's commitIndex never falls from its start to its end (figure 2); a restarted node may have to learn it anew. */
public final class CommitMonotone {

    private static final String RULE = "commitIndex never falls (figure 2)";

    private final SortedMap<NodeId, Long> commits = new TreeMap<>();

    /** A node starts, or starts again. */
    public void onStart(NodeId node) {
        commits.remove(node);
    }

    /** A node shows this commitIndex. */
    public void onCommit(NodeId node, long commitIndex) {
        Long before = commits.put(node, commitIndex);
        Violation.unless(
                before == null || before <= commitIndex,
                RULE,
                () -> node + " goes from " + before + " back to " + commitIndex);
    }
}

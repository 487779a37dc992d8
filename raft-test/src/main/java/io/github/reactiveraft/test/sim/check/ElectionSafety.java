package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import java.util.SortedMap;
import java.util.TreeMap;

/** At most one leader is elected in a term (§5.2, §5.4.3): over all time, not only at one instant. */
public final class ElectionSafety {

    private static final String RULE = "Election safety (§5.2)";

    private final SortedMap<Long, NodeId> leaders = new TreeMap<>();

    /** A node leads a term: it took the role, or sends appends as its leader. */
    public void onLeader(NodeId node, long term) {
        NodeId known = leaders.putIfAbsent(term, node);
        Violation.unless(
                known == null || known.equals(node), RULE, () -> known + " and " + node + " both lead term " + term);
    }
}

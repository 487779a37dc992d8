package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import java.util.SortedMap;
import java.util.TreeMap;

/** Terms never fall, also across restarts, and nobody outside sees one that the disk could forget (§5.1). */
public final class TermMonotone {

    private static final String RULE = "Terms never fall (§5.1)";

    private final SortedMap<NodeId, Long> seen = new TreeMap<>();

    /** A node shows itself in a term: in its view, in a request or in a reply. */
    public void onTerm(NodeId node, long term, DiskImage disk) {
        Violation.unless(
                term <= disk.hardState().term(),
                "A term is durable before it shows (§5.1)",
                () -> node + " shows itself in term " + term + ", its disk holds "
                        + disk.hardState().term());
    }

    /** A node's view is of this term from now on. */
    public void onView(NodeId node, long term) {
        Long before = seen.put(node, term);
        Violation.unless(
                before == null || before <= term, RULE, () -> node + " goes from " + before + " back to " + term);
    }
}

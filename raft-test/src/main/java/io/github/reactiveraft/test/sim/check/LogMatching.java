package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryId;
import java.util.LinkedHashMap;
import java.util.Map;

/** If two logs have an entry with the same index and term, they are equal up to that entry (§5.3), over all time. */
public final class LogMatching {

    private static final String RULE = "Log matching (§5.3)";

    private final Map<EntryId, LogPoint> points = new LinkedHashMap<>();

    /** A node has this point in its log. */
    public void onEntry(NodeId node, LogPoint point) {
        LogPoint known = points.putIfAbsent(point.id(), point);
        Violation.unless(
                known == null || known.prefix() == point.prefix(),
                RULE,
                () -> node + " has another log up to entry " + point.id() + " than was seen before");
    }

    /** A node believes that this is its last entry, and wrote what the log says. */
    public void onView(NodeId node, EntryId believed, PrefixLog log) {
        Violation.unless(
                log.last().id().equals(believed),
                "The core knows its log",
                () -> node + " believes to end with " + believed + " but wrote "
                        + log.last().id());
    }
}

package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;

/** A leader never overwrites or removes entries of its log (§5.3): while it leads a term, its log only grows. */
public final class LeaderAppendOnly {

    /** A node that led this term before the step and leads it after it wants a write with this truncation, 0 for none. */
    public void onWrite(NodeId leader, long term, long truncateFrom) {
        Violation.unless(
                truncateFrom == 0,
                "Leader append-only (§5.3)",
                () -> leader + " leads term " + term + " and truncates from " + truncateFrom);
    }
}

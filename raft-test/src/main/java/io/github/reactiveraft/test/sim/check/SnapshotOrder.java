package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.SnapshotAdoption;

/**
 * A snapshot stands for committed entries, and takes the place of a log only where that log has not got to its last entry
 * (§7). What a node's own snapshot stands for, its log holds.
 */
public final class SnapshotOrder {

    private final PrefixLog committed;
    private long takenOverCount;

    /** Compares with a committed log that goes on growing. */
    public SnapshotOrder(PrefixLog committed) {
        this.committed = committed;
    }

    /** How often a node gave up its log for a snapshot of another. */
    public long takenOverCount() {
        return takenOverCount;
    }

    /** A node wants a snapshot to be in force, its log being as it wants that to be. */
    public void onAdoption(NodeId node, SnapshotAdoption adoption, PrefixLog log) {
        EntryId last = adoption.snapshot().lastIncluded();
        Violation.unless(
                last.index() <= committed.lastIndex()
                        && committed.at(last.index()).id().equals(last),
                "A snapshot stands for committed entries (§7)",
                () -> node + " takes over the state after " + last + ", which is not committed");
        boolean hasLast = log.has(committed.at(last.index()));
        Violation.unless(
                hasLast != adoption.isReset(),
                "A log that has a snapshot's last entry is kept, no other is (§7)",
                () -> node + " adopts " + adoption + " over a log that ends with "
                        + log.last().id());
        takenOverCount += adoption.isReset() ? 1 : 0;
        EntryId base = adoption.base();
        Violation.unless(
                committed.at(base.index()).id().equals(base),
                "A log goes on behind committed entries (§7)",
                () -> node + " starts its log behind " + base + ", which is not committed");
    }
}

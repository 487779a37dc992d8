package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Membership;
import java.util.Map;

/**
 * What a leader commits, a majority holds on disk, the leader counting only if its own disk does; and that majority holds
 * an entry of the leader's own term as well, for without one it can still be overwritten (§5.4.2, figure 8).
 */
public final class CommitQuorum {

    private final Map<NodeId, DiskImage> disks;

    /** Looks at these disks, which go on changing. */
    public CommitQuorum(Map<NodeId, DiskImage> disks) {
        this.disks = disks;
    }

    /** A leader of a term moves its commitIndex to this index of its log. */
    public void onCommit(NodeId leader, long term, PrefixLog log, long commitIndex, Membership voters) {
        long holderCount = holderCount(log.at(commitIndex), voters);
        Violation.unless(
                2 * holderCount > voters.voters().size(),
                "Committed means durable on a majority (§5.3)",
                () -> leader + " commits " + log.at(commitIndex).id() + ", which " + holderCount + " of "
                        + voters.voters().size() + " voters hold on disk");
        // A leader whose own disk lags commits less than the majority holds: the entry that counts may lie further on.
        long counted = commitIndex;
        while (log.termAt(counted) < term && counted < log.lastIndex()) {
            counted++;
        }
        LogPoint point = log.at(counted);
        Violation.unless(
                point.id().term() == term
                        && 2 * holderCount(point, voters) > voters.voters().size(),
                "A leader counts replicas of its own term only (§5.4.2)",
                () -> leader + " leads term " + term + " and commits "
                        + log.at(commitIndex).id());
    }

    private long holderCount(LogPoint point, Membership voters) {
        return disks.entrySet().stream()
                .filter(disk -> voters.hasVoter(disk.getKey()))
                .filter(disk -> disk.getValue().answersFor(point))
                .count();
    }
}

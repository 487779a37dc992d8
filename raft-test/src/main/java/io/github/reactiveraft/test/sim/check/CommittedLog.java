package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import java.util.Collection;

/**
 * The committed log, kept outside all nodes: it grows when a leader first commits, and nothing in it may ever change or
 * get lost, whoever crashes (leader completeness §5.4, state-machine safety §5.4.3).
 */
public final class CommittedLog {

    private final PrefixLog log = new PrefixLog();

    /** What is committed so far. */
    public PrefixLog log() {
        return log;
    }

    /** A leader commits its log up to an index. */
    public void onLeaderCommit(NodeId leader, PrefixLog leaderLog, long commitIndex) {
        requireEqual(leader, leaderLog, Math.min(commitIndex, log.lastIndex()));
        log.extendFrom(leaderLog, commitIndex);
    }

    /** Another node than a leader takes its log to be committed up to an index. */
    public void onFollowerCommit(NodeId node, PrefixLog nodeLog, long commitIndex) {
        Violation.unless(
                commitIndex <= log.lastIndex(),
                "Only leaders commit (§5.3)",
                () -> node + " believes " + commitIndex + " to be committed, no leader went beyond " + log.lastIndex());
        requireEqual(node, nodeLog, commitIndex);
    }

    /** A node becomes leader with this log. */
    public void onLeader(NodeId leader, PrefixLog leaderLog) {
        Violation.unless(
                leaderLog.has(log.last()),
                "Leader completeness (§5.4)",
                () -> leader + " leads without the committed log up to "
                        + log.last().id() + ", its own ends with "
                        + leaderLog.last().id());
    }

    /**
     * The committed log grew, or a disk shrank: no majority of the voters that can be trusted may lack it.
     *
     * @param trusted the disks of the voters that did not lose theirs
     * @param voterCount how many voters there are
     */
    public void onDisks(Collection<DiskImage> trusted, int voterCount) {
        long lackingCount =
                trusted.stream().filter(disk -> !disk.answersFor(log.last())).count();
        int majority = voterCount / 2 + 1;
        Violation.unless(
                lackingCount < majority,
                "Committed entries are never lost (§5.4)",
                () -> lackingCount + " of " + voterCount + " voters lack "
                        + log.last().id() + " on disk, and " + majority + " can elect a leader without it");
    }

    private void requireEqual(NodeId node, PrefixLog nodeLog, long index) {
        Violation.unless(
                nodeLog.has(log.at(index)),
                "State-machine safety (§5.4.3)",
                () -> node + " takes another log than the committed one to be committed up to " + index);
    }
}

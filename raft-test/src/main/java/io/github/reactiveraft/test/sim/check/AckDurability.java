package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftResponse.Appended;

/**
 * A positive answer to an append says only what this request verified (traps: a heartbeat proves nothing about entries
 * that it does not name), and leaves only when the disk holds it with the same terms (figure 2).
 */
public final class AckDurability {

    private static final String RULE = "An ack means durable (figure 2)";

    /** The answer leaves the node. */
    public void onAppended(NodeId node, AppendEntries request, Appended answer, DiskImage disk) {
        long match = answer.matchIndex();
        Violation.unless(
                match <= request.verifiedIndex(),
                "An ack means verified (§5.3)",
                () -> node + " acknowledges " + match + " to a request that speaks of nothing beyond "
                        + request.verifiedIndex());
        onDisk(node, match, disk);
        // Below the request's previous entry its terms are not known here; log matching covers them.
        if (match >= request.previous().index() && match > 0) {
            long term = match == request.previous().index()
                    ? request.previous().term()
                    : request.entries().term(match);
            requireTerm(node, match, term, disk);
        }
    }

    /** The answer to the announcement of a snapshot leaves the node. */
    public void onInstalled(NodeId node, InstallSnapshot request, Appended answer, DiskImage disk) {
        long match = answer.matchIndex();
        EntryId last = request.snapshot().lastIncluded();
        Violation.unless(
                match <= last.index(),
                "An ack means verified (§7)",
                () -> node + " acknowledges " + match + " to a snapshot up to " + last);
        onDisk(node, match, disk);
        if (match == last.index()) {
            requireTerm(node, match, last.term(), disk);
        }
    }

    private static void requireTerm(NodeId node, long match, long term, DiskImage disk) {
        Violation.unless(
                disk.log().termAt(match) == term,
                RULE,
                () -> node + " acknowledges " + match + " of term " + term + ", its disk holds term "
                        + disk.log().termAt(match) + " there");
    }

    private static void onDisk(NodeId node, long match, DiskImage disk) {
        Violation.unless(
                match <= disk.log().lastIndex(),
                RULE,
                () -> node + " acknowledges " + match + ", its disk ends with "
                        + disk.log().last().id());
    }
}

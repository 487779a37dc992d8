package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;

/**
 * Builds append requests, and reads where to go on from a rejection (§5.3). Pure: a pipeline may call with any nextIndex
 * at any time; it can waste effort, but not make a request that says something wrong.
 */
public final class AppendRequests {

    private AppendRequests() {}

    /**
     * The request for a peer that is to have everything from {@code nextIndex} on: as many of the available entries as
     * the limits allow, but at least one; a heartbeat if there is none.
     *
     * @param view the leader
     * @param nextIndex behind the base of the leader's log, to its last index + 1; up to the base a snapshot is needed
     * @param available entries of the leader's log, none or from at most {@code nextIndex} on
     * @param maxCount the most entries to take
     * @param maxBytes the most bytes to take, unless the first entry alone is larger
     * @throws InvariantViolation if the view is not of a leader, or the entries are not of its log
     */
    public static AppendEntries cut(RaftView view, long nextIndex, EntryBatch available, int maxCount, int maxBytes) {
        Invariants.check(view.role() == Role.LEADER, "Only a leader sends entries", view);
        Invariants.check(
                nextIndex > view.log().base().index() && nextIndex <= view.log().lastIndex() + 1,
                "No place in the log",
                nextIndex,
                view);
        EntryId previous = view.log().idAt(nextIndex - 1);
        EntryBatch entries = available.from(nextIndex).limit(maxCount, maxBytes);
        Invariants.check(
                entries.isEmpty() || entries.firstIndex() == nextIndex, "Not what comes next", entries, nextIndex);
        Invariants.check(LogMatching.containsAll(view.log(), entries), "Not the leader's entries", entries, view);
        return new AppendEntries(view.term(), view.self(), previous, view.commitIndex(), entries);
    }

    /**
     * Where to go on after a peer rejected a request: at least one entry further back, and back over a whole term at a
     * time, on whichever side it is.
     *
     * <p>Let c be the peer's term at {@code previousIndex}. Up to there it has no term later than c, so of the leader's
     * entries only those up to term c can match; and if the leader has none of term c itself, nothing from the start of
     * the peer's c on can match either.
     *
     * @param leaderLog the leader's log
     * @param previousIndex the index of the previous entry that the peer did not have
     * @param answer what the peer said, believed only as a hint
     * @return 1 to {@code previousIndex}; perhaps up to the base of the leader's log, where only a snapshot helps
     */
    public static long nextIndexAfterRejection(LogTerms leaderLog, long previousIndex, AppendRejected answer) {
        long next;
        if (answer.conflictTerm() == 0) {
            next = answer.lastIndex() + 1;
        } else {
            long lastUpToTerm = leaderLog.lastIndexUpToTerm(answer.conflictTerm());
            boolean hasTerm = leaderLog.termAt(lastUpToTerm) == answer.conflictTerm();
            next = hasTerm ? lastUpToTerm + 1 : Math.min(answer.conflictIndex(), lastUpToTerm + 1);
        }
        return Math.max(1, Math.min(next, previousIndex));
    }
}

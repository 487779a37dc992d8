package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;

/** Comparisons of a log with what a request says about another (§5.3). By the log matching property terms suffice. */
final class LogMatching {

    private LogMatching() {}

    /**
     * Whether the log has this entry, and so everything before it. What stood before the base is committed, so no leader's
     * log has it differently; and the place before the first entry is in every log.
     */
    static boolean contains(LogTerms log, EntryId id) {
        return id.index() < log.base().index()
                || (id.index() <= log.lastIndex() && log.termAt(id.index()) == id.term());
    }

    /** Whether the log has all these entries. */
    static boolean containsAll(LogTerms log, EntryBatch entries) {
        if (entries.isEmpty()) {
            return true;
        }
        if (entries.term(entries.firstIndex()) == entries.lastTerm()) {
            return contains(log, new EntryId(entries.lastTerm(), entries.firstIndex()))
                    && contains(log, entries.lastId());
        }
        return firstMissing(log, entries) > entries.lastIndex();
    }

    /** The first of these entries that the log has not, or has differently; the index behind them if it has all. */
    static long firstMissing(LogTerms log, EntryBatch entries) {
        long end = Math.min(entries.lastIndex(), log.lastIndex());
        // What stood before the base is there, though its term is not known any more.
        long index = Math.max(entries.firstIndex(), Math.min(log.base().index(), entries.lastIndex() + 1));
        while (index <= end && log.termAt(index) == entries.term(index)) {
            index++;
        }
        return index;
    }

    /** Whether the request contradicts an entry up to this index, that is, one that can never change. */
    static boolean contradicts(LogTerms log, long committed, AppendEntries request) {
        if (request.previous().index() <= committed && !contains(log, request.previous())) {
            return true;
        }
        return !containsAll(log, request.entries().upTo(committed));
    }

    /**
     * The answer to a request whose previous entry is missing: which term is there instead and where it starts, so that
     * the leader can skip all of it at once (§5.3). What is committed is never in question.
     */
    static AppendRejected rejection(LogTerms log, long term, EntryId previous, long commitIndex) {
        if (previous.index() > log.lastIndex()) {
            return new AppendRejected(term, log.lastIndex(), 0, log.lastIndex() + 1);
        }
        long firstOfTerm = log.firstIndexOfTermAt(previous.index());
        return new AppendRejected(
                term, log.lastIndex(), log.termAt(previous.index()), Math.max(firstOfTerm, commitIndex + 1));
    }
}

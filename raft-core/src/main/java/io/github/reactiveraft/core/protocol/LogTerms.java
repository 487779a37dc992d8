package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.TermRun;
import java.util.ArrayList;
import java.util.List;

/** The terms of a whole log as runs, so that the core never has to read the log. Immutable. */
public final class LogTerms {

    /** The log that has no entry. */
    public static final LogTerms EMPTY = new LogTerms(List.of(), 0);

    private final List<TermRun> runs;
    private final long lastIndex;

    /**
     * Copies the runs.
     *
     * @param runs where terms start, with rising indexes and terms
     * @param lastIndex the last index, 0 for an empty log
     * @throws IllegalArgumentException if they do not start at 1, do not rise, or reach beyond the last index
     */
    public LogTerms(List<TermRun> runs, long lastIndex) {
        this(lastIndex, List.copyOf(runs));
        long index = 0;
        long term = 0;
        for (TermRun run : runs) {
            if ((index == 0 && run.firstIndex() != 1) || run.firstIndex() <= index || run.term() <= term) {
                throw new IllegalArgumentException("Term runs do not rise from index 1: " + runs);
            }
            index = run.firstIndex();
            term = run.term();
        }
        if (lastIndex < index || runs.isEmpty() != (lastIndex == 0)) {
            throw new IllegalArgumentException("Term runs " + runs + " do not fit last index " + lastIndex);
        }
    }

    /** Takes what follows from a checked log, unchecked: an append must not cost more the more terms there were. */
    private LogTerms(long lastIndex, List<TermRun> immutableRuns) {
        this.runs = immutableRuns;
        this.lastIndex = lastIndex;
    }

    /** Where terms start, with rising indexes and terms; the first, if any, at 1. */
    public List<TermRun> runs() {
        return runs;
    }

    /** The last index, 0 for an empty log. */
    public long lastIndex() {
        return lastIndex;
    }

    /** The term at an index, 0 for index 0 and beyond the end. */
    public long termAt(long index) {
        if (index < 1 || index > lastIndex) {
            return 0;
        }
        return runs.get(runAt(index)).term();
    }

    /** The last entry, or {@link EntryId#NONE}. */
    public EntryId lastEntry() {
        return idAt(lastIndex);
    }

    /**
     * The entry at an index of the log, {@link EntryId#NONE} at 0.
     *
     * @throws IllegalArgumentException if the index lies beyond the end
     */
    public EntryId idAt(long index) {
        if (index == 0) {
            return EntryId.NONE;
        }
        if (index < 0 || index > lastIndex) {
            throw new IllegalArgumentException("No entry " + index + " in a log of " + lastIndex);
        }
        return new EntryId(termAt(index), index);
    }

    /**
     * The first index of the term that an index of the log has.
     *
     * @throws IllegalArgumentException if the index is not in the log
     */
    public long firstIndexOfTermAt(long index) {
        if (index < 1 || index > lastIndex) {
            throw new IllegalArgumentException("No entry " + index + " in a log of " + lastIndex);
        }
        return runs.get(runAt(index)).firstIndex();
    }

    /** The last index with this term or an earlier one; 0 if every entry is later. */
    public long lastIndexUpToTerm(long term) {
        long end = lastIndex;
        for (int i = runs.size() - 1; i >= 0 && runs.get(i).term() > term; i--) {
            end = runs.get(i).firstIndex() - 1;
        }
        return end;
    }

    /** The log with entries appended right behind its end. */
    public LogTerms append(EntryBatch entries) {
        if (entries.isEmpty()) {
            return this;
        }
        Invariants.check(
                entries.firstIndex() == lastIndex + 1, "Entries do not follow the last index", entries, lastIndex);
        if (entries.lastTerm() == termAt(lastIndex)) {
            return new LogTerms(entries.lastIndex(), runs);
        }
        List<TermRun> longer = new ArrayList<>(runs);
        long lastTerm = termAt(lastIndex);
        for (TermRun run : entries.termRuns()) {
            if (run.term() != lastTerm) {
                Invariants.check(run.term() > lastTerm, "Terms fall within a log", this, entries);
                longer.add(run);
                lastTerm = run.term();
            }
        }
        return new LogTerms(entries.lastIndex(), List.copyOf(longer));
    }

    /** The log without this index and all behind it. */
    public LogTerms truncateFrom(long index) {
        Invariants.check(index >= 1, "No index to truncate from", index);
        if (index > lastIndex) {
            return this;
        }
        int kept = index == 1 ? 0 : runAt(index - 1) + 1;
        return new LogTerms(index - 1, List.copyOf(runs.subList(0, kept)));
    }

    private int runAt(long index) {
        int low = 0;
        int high = runs.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (runs.get(middle).firstIndex() <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogTerms log && lastIndex == log.lastIndex && runs.equals(log.runs);
    }

    @Override
    public int hashCode() {
        return 31 * runs.hashCode() + Long.hashCode(lastIndex);
    }

    @Override
    public String toString() {
        return "log up to " + lastIndex + " of " + runs;
    }
}

package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.TermRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The terms of a log as runs, so that the core never has to read the log. It starts behind a base, the last entry that a
 * snapshot may have replaced (§7). Immutable.
 */
public final class LogTerms {

    /** The log that has no entry. */
    public static final LogTerms EMPTY = new LogTerms(List.of(), 0);

    private final EntryId base;
    private final List<TermRun> runs;
    private final long lastIndex;

    /** A log that starts at index 1, as below. */
    public LogTerms(List<TermRun> runs, long lastIndex) {
        this(EntryId.NONE, runs, lastIndex);
    }

    /**
     * Copies the runs.
     *
     * @param base the entry that it starts behind
     * @param runs where terms start behind the base, with rising indexes and terms
     * @param lastIndex the last index, the base's for an empty log
     * @throws IllegalArgumentException if they do not start right behind the base, do not rise, or reach beyond the last
     *     index
     */
    public LogTerms(EntryId base, List<TermRun> runs, long lastIndex) {
        this(base, lastIndex, List.copyOf(runs));
        long index = base.index();
        long term = Math.max(0, base.term() - 1);
        for (TermRun run : runs) {
            boolean isFirst = index == base.index();
            if ((isFirst && run.firstIndex() != index + 1) || run.firstIndex() <= index || run.term() <= term) {
                throw new IllegalArgumentException("Term runs do not rise from " + base + ": " + runs);
            }
            index = run.firstIndex();
            term = run.term();
        }
        if (lastIndex < index || runs.isEmpty() != (lastIndex == base.index())) {
            throw new IllegalArgumentException("Term runs " + runs + " do not fit last index " + lastIndex);
        }
    }

    /** Takes what follows from a checked log, unchecked: an append must not cost more the more terms there were. */
    private LogTerms(EntryId base, long lastIndex, List<TermRun> immutableRuns) {
        this.base = base;
        this.runs = immutableRuns;
        this.lastIndex = lastIndex;
    }

    /** The log that starts behind an entry and has none yet. */
    public static LogTerms behind(EntryId base) {
        return new LogTerms(base, base.index(), List.of());
    }

    /** The entry that the log starts behind; all up to it are committed. {@link EntryId#NONE} if it starts at 1. */
    public EntryId base() {
        return base;
    }

    /** Where terms start, with rising indexes and terms; the first, if any, right behind the base. */
    public List<TermRun> runs() {
        return runs;
    }

    /** The last index, the base's for an empty log. */
    public long lastIndex() {
        return lastIndex;
    }

    /** The term at an index, from the base on; 0 before it, for index 0 and beyond the end. */
    public long termAt(long index) {
        if (index <= base.index() || index > lastIndex) {
            return index == base.index() ? base.term() : 0;
        }
        return runs.get(runAt(index)).term();
    }

    /** The last entry, or {@link EntryId#NONE}. */
    public EntryId lastEntry() {
        return idAt(lastIndex);
    }

    /**
     * The entry at an index of the log or at its base.
     *
     * @throws IllegalArgumentException if the index lies before the base or beyond the end
     */
    public EntryId idAt(long index) {
        if (index < base.index() || index > lastIndex) {
            throw new IllegalArgumentException("No entry " + index + " in " + this);
        }
        return index == base.index() ? base : new EntryId(termAt(index), index);
    }

    /**
     * The first index in the log of the term that an index of the log has.
     *
     * @throws IllegalArgumentException if the index is not in the log
     */
    public long firstIndexOfTermAt(long index) {
        if (index <= base.index() || index > lastIndex) {
            throw new IllegalArgumentException("No entry " + index + " in " + this);
        }
        return runs.get(runAt(index)).firstIndex();
    }

    /** The last index with this term or an earlier one; before the base, or 0, if every entry is later. */
    public long lastIndexUpToTerm(long term) {
        long end = lastIndex;
        for (int i = runs.size() - 1; i >= 0 && runs.get(i).term() > term; i--) {
            end = runs.get(i).firstIndex() - 1;
        }
        return end == base.index() && base.term() > term ? end - 1 : end;
    }

    /** The log with entries appended right behind its end. */
    public LogTerms append(EntryBatch entries) {
        if (entries.isEmpty()) {
            return this;
        }
        Invariants.check(
                entries.firstIndex() == lastIndex + 1, "Entries do not follow the last index", entries, lastIndex);
        if (!runs.isEmpty() && entries.lastTerm() == termAt(lastIndex)) {
            return new LogTerms(base, entries.lastIndex(), runs);
        }
        List<TermRun> longer = new ArrayList<>(runs);
        long lastTerm = termAt(lastIndex);
        for (TermRun run : entries.termRuns()) {
            if (run.term() != lastTerm || longer.isEmpty()) {
                Invariants.check(run.term() >= lastTerm, "Terms fall within a log", this, entries);
                longer.add(run);
                lastTerm = run.term();
            }
        }
        return new LogTerms(base, entries.lastIndex(), List.copyOf(longer));
    }

    /** The log without what stands up to an index of it, which becomes its base; the same if it starts later already. */
    public LogTerms startBehind(long index) {
        if (index <= base.index()) {
            return this;
        }
        EntryId newBase = idAt(index);
        if (index == lastIndex) {
            return behind(newBase);
        }
        int first = runAt(index + 1);
        List<TermRun> kept = new ArrayList<>(runs.subList(first, runs.size()));
        kept.set(0, new TermRun(index + 1, kept.get(0).term()));
        return new LogTerms(newBase, lastIndex, List.copyOf(kept));
    }

    /** The log without this index and all behind it. */
    public LogTerms truncateFrom(long index) {
        Invariants.check(index > base.index(), "No index to truncate from", index, this);
        if (index > lastIndex) {
            return this;
        }
        int kept = index == base.index() + 1 ? 0 : runAt(index - 1) + 1;
        return new LogTerms(base, index - 1, List.copyOf(runs.subList(0, kept)));
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
        return other instanceof LogTerms log
                && lastIndex == log.lastIndex
                && base.equals(log.base)
                && runs.equals(log.runs);
    }

    @Override
    public int hashCode() {
        return Objects.hash(base, runs, lastIndex);
    }

    @Override
    public String toString() {
        return "log behind " + base + " up to " + lastIndex + " of " + runs;
    }
}

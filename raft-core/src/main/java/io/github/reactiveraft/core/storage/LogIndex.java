package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.TermRun;
import java.util.ArrayList;
import java.util.List;

/**
 * What the log holds and where: the entry it starts behind, extents in order, and the terms. Memory is a few bytes for
 * every few KiB of log.
 */
final class LogIndex {

    private final List<Extent> extents = new ArrayList<>();
    private final List<TermRun> termRuns = new ArrayList<>();
    private long baseIndex;
    private long baseTerm;
    private long lastIndex;
    private boolean cut = true;

    long lastIndex() {
        return lastIndex;
    }

    /** The last entry, the base for an empty log, {@link EntryId#NONE} if there is none. */
    EntryId lastEntry() {
        return new EntryId(lastTerm(), lastIndex);
    }

    /** The last entry's term, that of the base for an empty log, 0 if there is none. */
    long lastTerm() {
        return termRuns.isEmpty() ? baseTerm : termRuns.get(termRuns.size() - 1).term();
    }

    List<TermRun> termRuns() {
        return List.copyOf(termRuns);
    }

    /** The entry that the log starts behind. */
    EntryId base() {
        return baseIndex == 0 ? EntryId.NONE : new EntryId(baseTerm, baseIndex);
    }

    /** The index of the entry that the log starts behind, 0 if there is none. */
    long baseIndex() {
        return baseIndex;
    }

    /** That entry's term, 0 if there is none. */
    long baseTerm() {
        return baseTerm;
    }

    /** Whether an entry is the base or in the log behind it. */
    boolean contains(EntryId id) {
        return id.index() >= baseIndex && id.index() <= lastIndex && termAt(id.index()) == id.term();
    }

    /** Begins anew, empty, behind an entry. */
    void startBehind(long index, long term) {
        extents.clear();
        termRuns.clear();
        baseIndex = index;
        baseTerm = term;
        lastIndex = index;
        cut = true;
    }

    /** Forgets all that stands in files before a segment. */
    void forgetBefore(Segment first) {
        int gone = 0;
        while (gone < extents.size()
                && extents.get(gone).segment().header().number()
                        < first.header().number()) {
            gone++;
        }
        extents.subList(0, gone).clear();
        cut = cut || extents.isEmpty();
        moveBase(extents.isEmpty() ? lastIndex : extents.get(0).firstIndex() - 1);
    }

    /** Notes entries that follow the last index in a frame at a position. */
    void append(Segment segment, long position, EntryBatch entries) {
        if (cut || extents.get(extents.size() - 1).segment() != segment) {
            extents.add(new Extent(segment, entries.firstIndex()));
            cut = false;
        }
        extents.get(extents.size() - 1).add(entries.firstIndex(), position, entries.lastIndex());
        lastIndex = entries.lastIndex();
        if (termRuns.isEmpty() || entries.lastTerm() != lastTerm()) {
            for (TermRun run : entries.termRuns()) {
                if (termRuns.isEmpty() || run.term() != lastTerm()) {
                    termRuns.add(run);
                }
            }
        }
    }

    /**
     * Forgets an index of the log and all behind it. The term of the entry before is that of the base if the log was cut off in
     * front of the first file that is still there.
     */
    void truncateFrom(long index, long termBefore) {
        termRuns.removeIf(run -> run.firstIndex() >= index);
        while (!extents.isEmpty() && extents.get(extents.size() - 1).firstIndex() >= index) {
            extents.remove(extents.size() - 1);
        }
        if (!extents.isEmpty()) {
            extents.get(extents.size() - 1).truncateFrom(index);
        }
        lastIndex = index - 1;
        cut = true;
        if (lastIndex < baseIndex) {
            startBehind(lastIndex, termBefore);
        }
    }

    /** Where entries stand, in order. */
    List<Extent> extents() {
        return List.copyOf(extents);
    }

    /** The extent that holds an index of the log. */
    Extent extentOf(long index) {
        int low = 0;
        int high = extents.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (extents.get(middle).firstIndex() <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return extents.get(low);
    }

    private void moveBase(long index) {
        if (index <= baseIndex) {
            return;
        }
        baseTerm = termAt(index);
        baseIndex = index;
        if (index == lastIndex) {
            termRuns.clear();
            return;
        }
        TermRun first = new TermRun(index + 1, termAt(index + 1));
        termRuns.removeIf(run -> run.firstIndex() <= index + 1);
        termRuns.add(0, first);
    }

    /** The term of an entry in the log, or of its base. */
    long termAt(long index) {
        long term = baseTerm;
        for (int at = termRuns.size() - 1; at >= 0; at--) {
            if (termRuns.get(at).firstIndex() <= index) {
                return termRuns.get(at).term();
            }
        }
        return term;
    }
}

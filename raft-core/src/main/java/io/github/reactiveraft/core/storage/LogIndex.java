package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.TermRun;
import java.util.ArrayList;
import java.util.List;

/** What the log holds and where: extents in order, and the terms. Memory is a few bytes for every few KiB of log. */
final class LogIndex {

    private final List<Extent> extents = new ArrayList<>();
    private final List<TermRun> termRuns = new ArrayList<>();
    private long lastIndex;
    private boolean cut = true;

    long lastIndex() {
        return lastIndex;
    }

    long lastTerm() {
        return termRuns.isEmpty() ? 0 : termRuns.get(termRuns.size() - 1).term();
    }

    List<TermRun> termRuns() {
        return List.copyOf(termRuns);
    }

    /** Notes entries that follow the last index in a frame at a position. */
    void append(Segment segment, long position, EntryBatch entries) {
        if (cut || extents.get(extents.size() - 1).segment() != segment) {
            extents.add(new Extent(segment, entries.firstIndex()));
            cut = false;
        }
        extents.get(extents.size() - 1).add(entries.firstIndex(), position, entries.lastIndex());
        lastIndex = entries.lastIndex();
        if (entries.lastTerm() != lastTerm()) {
            for (TermRun run : entries.termRuns()) {
                if (run.term() != lastTerm()) {
                    termRuns.add(run);
                }
            }
        }
    }

    /** Forgets an index of the log and all behind it. */
    void truncateFrom(long index) {
        termRuns.removeIf(run -> run.firstIndex() >= index);
        while (!extents.isEmpty() && extents.get(extents.size() - 1).firstIndex() >= index) {
            extents.remove(extents.size() - 1);
        }
        if (!extents.isEmpty()) {
            extents.get(extents.size() - 1).truncateFrom(index);
        }
        lastIndex = index - 1;
        cut = true;
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
}

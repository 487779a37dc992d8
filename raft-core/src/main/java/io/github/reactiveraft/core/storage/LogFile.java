package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.spi.StorageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a file says that it belongs in the log; and so, which files of a directory are the log: the last ones without a
 * gap in their numbers, but nothing in front of one where a new log starts. Files in front of that are left over if the
 * snapshot covers what they held, and otherwise something is missing.
 *
 * @param number which file of the log it is
 * @param firstIndex the index that was due when it was created
 * @param previousTerm the term of the entry before that, 0 for none
 * @param isNewLog whether a new log starts here, behind a snapshot
 */
record LogFile(long number, long firstIndex, long previousTerm, boolean isNewLog) {

    static LogFile of(SegmentHeader header) {
        return new LogFile(header.number(), header.firstIndex(), header.previousTerm(), header.isNewLog());
    }

    /**
     * How many files at the start are none of the log's any more, of at least one in the order of their numbers. If the log
     * cannot start with the next one, something is missing; what stands in front of the gap is then read, too.
     */
    static int firstOf(List<LogFile> files, EntryId snapshot) {
        int first = leftOverCount(files, snapshot);
        while (first > 0 && !files.get(first).isNewLog && !files.get(first).isStartBeside(snapshot)) {
            first = leftOverCount(files.subList(0, first), snapshot);
        }
        return first;
    }

    private static int leftOverCount(List<LogFile> files, EntryId snapshot) {
        int connected = files.size() - 1;
        while (connected > 0 && files.get(connected).continues(files.get(connected - 1))) {
            connected--;
        }
        // One that was to be deleted may start far ahead, if the log was cut back since.
        for (int first = connected; first < files.size(); first++) {
            if (files.get(first).isStartBeside(snapshot)) {
                return first;
            }
        }
        return connected;
    }

    /** Why the log cannot start with this one, or null if it can. */
    @Nullable
    StorageException missing(String path, EntryId snapshot) {
        return isStartBeside(snapshot) ? null : missing(path);
    }

    /** Whether it goes on where another one ends. */
    boolean continues(LogFile before) {
        return !isNewLog && before.number + 1 == number;
    }

    /** Whether a log may start here: at its first entry, or behind one that the newest snapshot covers. */
    boolean isStartBeside(EntryId snapshot) {
        boolean isFirst = firstIndex == 1;
        boolean isCovered = !snapshot.equals(EntryId.NONE) && firstIndex - 1 <= snapshot.index();
        return isFirst || isCovered;
    }

    /** What to say if a log starts here, but may not. */
    StorageException missing(String path) {
        return Damage.corrupt(
                path,
                0,
                isNewLog
                        ? "a snapshot up to index " + (firstIndex - 1) + " or later should be beside it"
                        : "segment " + (number - 1) + " should come before it");
    }
}

package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.SnapshotAdoption;

/** Checks on both sides of the disk that a log stays a log: before entries are written, not only when they are read. */
final class Following {

    private Following() {}

    /** Whether entries are next after an index of a term. */
    static boolean isNext(EntryBatch entries, long lastIndex, long lastTerm) {
        return entries.firstIndex() == lastIndex + 1 && entries.term(entries.firstIndex()) >= lastTerm;
    }

    /** Refuses entries that are not next, or that could not be read again. */
    static void require(EntryBatch entries, long lastIndex, long lastTerm, int entryBytes) {
        if (entries.isEmpty()) {
            return;
        }
        if (!isNext(entries, lastIndex, lastTerm)) {
            throw new IllegalArgumentException(entries + " do not follow index " + lastIndex + " of term " + lastTerm);
        }
        if (entries.byteCount() - EntryBatch.ENTRY_OVERHEAD > entryBytes) {
            requireSmall(entries, entryBytes);
        }
    }

    /** Refuses a snapshot that would void a log that leads up to it, or that does not follow from the log. */
    static void requireFits(SnapshotAdoption adoption, boolean isContained) {
        if (adoption.isReset() == isContained) {
            throw new IllegalArgumentException("The log " + (isContained ? "contains" : "does not contain")
                    + " the last entry of " + adoption.snapshot() + ", but it was said otherwise");
        }
    }

    /** Refuses to remove what a snapshot in force covers: all of that is committed. */
    static void requireUncovered(long truncateFrom, long snapshotIndex) {
        if (truncateFrom <= snapshotIndex) {
            throw new IllegalArgumentException("Entries from " + truncateFrom + " on cannot be removed: those up to "
                    + snapshotIndex + " are in a snapshot, and so committed");
        }
    }

    private static void requireSmall(EntryBatch entries, int entryBytes) {
        for (long at = entries.firstIndex(); at <= entries.lastIndex(); at++) {
            if (entries.payload(at).remaining() > entryBytes) {
                throw new IllegalArgumentException("Entry " + at + " has more than the " + entryBytes
                        + " bytes of payload that this storage was opened for");
            }
        }
    }
}

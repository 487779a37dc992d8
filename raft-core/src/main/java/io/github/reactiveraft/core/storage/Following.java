package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;

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

    private static void requireSmall(EntryBatch entries, int entryBytes) {
        for (long at = entries.firstIndex(); at <= entries.lastIndex(); at++) {
            if (entries.payload(at).remaining() > entryBytes) {
                throw new IllegalArgumentException("Entry " + at + " has more than the " + entryBytes
                        + " bytes of payload that this storage was opened for");
            }
        }
    }
}

package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.EntryId;

/**
 * Entries that were applied in one go.
 *
 * @param last the last of them, {@link EntryId#NONE} if a snapshot was restored in place of any
 * @param timestamp that one's log time, milliseconds since the epoch
 * @param count how many
 * @param byteCount how many bytes they take in the log
 */
record AppliedSlice(EntryId last, long timestamp, int count, long byteCount) {

    /** A snapshot was restored. */
    static final AppliedSlice RESTORED = new AppliedSlice(EntryId.NONE, 0, 0, 0);

    boolean isEmpty() {
        return count == 0;
    }
}

package io.github.reactiveraft.api.model;

import java.util.Objects;

/**
 * What a snapshot stands for: the state after an entry, in place of all entries up to it (§7).
 *
 * @param lastIncluded the last entry whose effect is in it: lastIncludedTerm and lastIncludedIndex
 * @param timestamp the log time of that entry, in milliseconds since the epoch, 0 or later
 * @param membership who voted as of that entry
 */
public record SnapshotMeta(EntryId lastIncluded, long timestamp, Membership membership) {

    /**
     * Checks that there is an entry and a time.
     *
     * @throws IllegalArgumentException if there is not
     */
    public SnapshotMeta {
        Objects.requireNonNull(membership, "membership");
        if (lastIncluded.equals(EntryId.NONE) || timestamp < 0) {
            throw new IllegalArgumentException("No snapshot can stand for " + lastIncluded + " at " + timestamp);
        }
    }

    /** The index of the last entry in it. */
    public long index() {
        return lastIncluded.index();
    }
}

package io.github.reactiveraft.api.model;

/**
 * A staged snapshot comes into force: from now on the log may start behind it (§7).
 *
 * @param snapshot which one; it was staged completely
 * @param base the entry that the log starts behind from now on: the snapshot's last one, or an earlier one where entries
 *     are kept for slow followers
 * @param isReset whether the log does not contain the snapshot's last entry: all of it is void then, and it goes on,
 *     empty, behind the snapshot
 */
public record SnapshotAdoption(SnapshotMeta snapshot, EntryId base, boolean isReset) {

    /**
     * Checks that nothing between snapshot and log gets lost.
     *
     * @throws IllegalArgumentException if the log would start too late
     */
    public SnapshotAdoption {
        EntryId last = snapshot.lastIncluded();
        boolean isEarlier = base.index() < last.index() && base.term() <= last.term();
        if (!base.equals(last) && (isReset || !isEarlier)) {
            throw new IllegalArgumentException("A log behind " + base + " does not follow " + snapshot);
        }
    }
}

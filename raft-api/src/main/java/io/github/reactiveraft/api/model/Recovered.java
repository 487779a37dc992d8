package io.github.reactiveraft.api.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a storage held when it was opened.
 *
 * @param incarnation what the data is recognised by, in the opening that this is
 * @param hardState term, vote and known incarnations
 * @param snapshot the newest snapshot in force, or null if there never was one
 * @param base the entry that the log starts behind, {@link EntryId#NONE} if at its first; not behind the snapshot's last
 * @param termRuns where terms start in the log behind the base, ascending; empty for an empty log
 * @param lastIndex the last log index, the base's for an empty log
 * @param lastTimestamp the last entry's log time; that of the snapshot for an empty log, 0 without one
 * @param membership the founding membership
 * @param lastKnown if damage cost the log entries that perhaps were acknowledged: the last entry that it had, or a later one;
 *     otherwise {@link EntryId#NONE}
 * @param stranded what of these entries can still be read behind the damage, in the order of the files
 */
public record Recovered(
        Incarnation incarnation,
        HardState hardState,
        @Nullable SnapshotMeta snapshot,
        EntryId base,
        List<TermRun> termRuns,
        long lastIndex,
        long lastTimestamp,
        Membership membership,
        EntryId lastKnown,
        List<StrandedRun> stranded) {

    /** Copies the lists. */
    public Recovered {
        termRuns = List.copyOf(termRuns);
        stranded = List.copyOf(stranded);
    }

    /** Whether damage cost the log entries that perhaps were acknowledged. */
    public boolean isDoubtful() {
        return !lastKnown.equals(EntryId.NONE);
    }

    /** What is damaged, with nothing behind the damage. */
    public Recovered(
            Incarnation incarnation,
            HardState hardState,
            @Nullable SnapshotMeta snapshot,
            EntryId base,
            List<TermRun> termRuns,
            long lastIndex,
            long lastTimestamp,
            Membership membership,
            EntryId lastKnown) {
        this(
                incarnation,
                hardState,
                snapshot,
                base,
                termRuns,
                lastIndex,
                lastTimestamp,
                membership,
                lastKnown,
                List.of());
    }

    /** What is not damaged. */
    public Recovered(
            Incarnation incarnation,
            HardState hardState,
            @Nullable SnapshotMeta snapshot,
            EntryId base,
            List<TermRun> termRuns,
            long lastIndex,
            long lastTimestamp,
            Membership membership) {
        this(incarnation, hardState, snapshot, base, termRuns, lastIndex, lastTimestamp, membership, EntryId.NONE);
    }

    /** A whole log, from the first entry on, without a snapshot. */
    public Recovered(
            Incarnation incarnation,
            HardState hardState,
            List<TermRun> termRuns,
            long lastIndex,
            long lastTimestamp,
            Membership membership) {
        this(incarnation, hardState, null, EntryId.NONE, termRuns, lastIndex, lastTimestamp, membership);
    }
}

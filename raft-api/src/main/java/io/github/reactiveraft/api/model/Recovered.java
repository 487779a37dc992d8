package io.github.reactiveraft.api.model;

import java.util.List;

/**
 * What a storage held when it was opened.
 *
 * @param incarnation the number drawn when the data was created
 * @param hardState term, vote and known incarnations
 * @param termRuns where terms start in the log, ascending; empty for an empty log
 * @param lastIndex the last log index, 0 for an empty log
 * @param lastTimestamp the last entry's log time, 0 for an empty log
 * @param membership the founding membership
 */
public record Recovered(
        long incarnation,
        HardState hardState,
        List<TermRun> termRuns,
        long lastIndex,
        long lastTimestamp,
        Membership membership) {

    /** Copies the list. */
    public Recovered {
        termRuns = List.copyOf(termRuns);
    }
}

package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.TermRun;
import java.util.List;

/**
 * What a log holds: what its entries say that can be read, in front of damage and behind it.
 *
 * @param baseIndex the index of the entry that it starts behind, 0 if it starts at its first
 * @param baseTerm that entry's term, 0 if there is none
 * @param firstIndex the first entry's index, 0 if there is none
 * @param lastIndex the last entry's index; the base's for an empty log
 * @param entryCount how many entries count and can be read; fewer than the indexes span if some are lost
 * @param termRuns where terms start, ascending
 * @param segments its files, in order; neither those that cannot be read at all nor left-over ones are among them
 * @param lastKnown if damage cost the log entries that perhaps were acknowledged: the last entry that it had, or a later one, as a
 *     node that starts from it claims until it has fetched them; otherwise {@link EntryId#NONE}
 */
public record InspectedLog(
        long baseIndex,
        long baseTerm,
        long firstIndex,
        long lastIndex,
        long entryCount,
        List<TermRun> termRuns,
        List<InspectedSegment> segments,
        EntryId lastKnown) {

    static final InspectedLog EMPTY = new InspectedLog(0, 0, 0, 0, 0, List.of(), List.of(), EntryId.NONE);

    /** Copies the lists. */
    public InspectedLog {
        termRuns = List.copyOf(termRuns);
        segments = List.copyOf(segments);
    }
}

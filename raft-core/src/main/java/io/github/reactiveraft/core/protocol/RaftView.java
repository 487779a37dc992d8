package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.Sender;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The core after a step, immutable: what flows read and people see. Role, term, leader and commitIndex never run ahead
 * of the disk: while a newer term is being written, this shows the older one and the role entered in it last.
 *
 * @param self this node
 * @param role the role
 * @param epoch names the stay in the role
 * @param term the term on disk
 * @param leader the leader of that term, if known
 * @param membership who votes
 * @param log the terms of the log in memory, which a leader may send before its own disk holds them
 * @param durableIndex the last index on disk
 * @param commitIndex the highest index committed and on disk here
 * @param incarnations the members met, as they were met
 * @param readRound the latest round of reads, which requests that are cut now answer for; 0 if there was none
 * @param isHandover whether the candidacy is one that the leader before asked for
 * @param lastKnown the last entry that the log had before damage cost it some, {@link EntryId#NONE} if it lacks none
 */
public record RaftView(
        NodeId self,
        Role role,
        long epoch,
        long term,
        @Nullable NodeId leader,
        Membership membership,
        LogTerms log,
        long durableIndex,
        long commitIndex,
        SortedMap<NodeId, Incarnation> incarnations,
        long readRound,
        boolean isHandover,
        EntryId lastKnown) {

    /** Whether damage cost the log entries that the node has not fetched again yet. */
    public boolean isDoubtful() {
        return !lastKnown.equals(EntryId.NONE);
    }

    /** Whether an answer can be of the member it names: not of one that lost its disk, or came back with an older one. */
    public boolean recognises(Sender from) {
        return refusal(from) == null;
    }

    /** Why a member is not the one that was met under its name, or null if it can be. */
    public @Nullable Refused refusal(Sender from) {
        return Senders.refusal(from, incarnations.get(from.node()));
    }

    /** Whether a member was met since its latest start. */
    public boolean hasMet(Sender from) {
        return from.incarnation().equals(incarnations.get(from.node()));
    }
}

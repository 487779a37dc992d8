package io.github.reactiveraft.api;

import java.util.Optional;

/**
 * A node's own view of itself and of its term. Shows only what its disk holds already.
 *
 * @param node whose status this is
 * @param role its role in this term
 * @param term the current term, from 0 (never had an election)
 * @param leader the leader of this term, as far as this node knows
 * @param lastIndex the last log index on disk, 0 for an empty log
 * @param commitIndex the highest index known to be committed
 * @param lastApplied the highest index applied to the state machine
 * @param storage whether it can write to its disk
 */
public record RaftStatus(
        NodeId node,
        Role role,
        long term,
        Optional<NodeId> leader,
        long lastIndex,
        long commitIndex,
        long lastApplied,
        StorageHealth storage) {

    /** The status of a node that can write to its disk. */
    public RaftStatus(
            NodeId node,
            Role role,
            long term,
            Optional<NodeId> leader,
            long lastIndex,
            long commitIndex,
            long lastApplied) {
        this(node, role, term, leader, lastIndex, commitIndex, lastApplied, StorageHealth.OK);
    }
}

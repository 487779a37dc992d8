package io.github.reactiveraft.api.model;

import io.github.reactiveraft.api.NodeId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a node must never forget beside its log (figure 2, persistent state): written before any message that follows
 * from it leaves.
 *
 * @param term the latest term seen, from 0
 * @param votedFor who got this node's vote in that term, or null
 * @param incarnations the incarnation of every other member met so far, the latest of each: a known name with data that
 *     does not continue it is a member that lost its disk, or came back with an older copy of it, and must not vote
 *     again with what it has forgotten
 */
public record HardState(long term, @Nullable NodeId votedFor, SortedMap<NodeId, Incarnation> incarnations) {

    /** What a new node starts with. */
    public static final HardState INITIAL = new HardState(0, null, new TreeMap<>());

    /**
     * Copies the map.
     *
     * @throws IllegalArgumentException if the term is negative, or 0 with a vote
     */
    public HardState {
        if (term < 0 || (term == 0 && votedFor != null)) {
            throw new IllegalArgumentException("No node can have voted for " + votedFor + " in term " + term);
        }
        incarnations = Collections.unmodifiableSortedMap(new TreeMap<>(incarnations));
    }

    /** The same knowledge in a later term, with a vote or without. */
    public HardState inTerm(long newTerm, @Nullable NodeId vote) {
        return new HardState(newTerm, vote, incarnations);
    }

    /** The same state with one more member known, or known anew. */
    public HardState knowing(NodeId node, Incarnation incarnation) {
        SortedMap<NodeId, Incarnation> known = new TreeMap<>(incarnations);
        known.put(node, incarnation);
        return new HardState(term, votedFor, known);
    }
}

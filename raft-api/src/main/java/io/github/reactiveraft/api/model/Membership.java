package io.github.reactiveraft.api.model;

import io.github.reactiveraft.api.NodeId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who votes.
 *
 * @param voters all voting members, at least one
 */
public record Membership(SortedSet<NodeId> voters) {

    /**
     * Copies the set.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public Membership {
        voters = Collections.unmodifiableSortedSet(new TreeSet<>(voters));
        if (voters.isEmpty()) {
            throw new IllegalArgumentException("A membership takes at least one voter");
        }
    }

    /** Whether a node votes. */
    public boolean hasVoter(NodeId node) {
        return voters.contains(node);
    }
}

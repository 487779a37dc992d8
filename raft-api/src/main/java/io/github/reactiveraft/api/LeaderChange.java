package io.github.reactiveraft.api;

import java.util.Optional;

/**
 * Who leads a term, as far as a node knows.
 *
 * @param term the term, never smaller than that of an earlier change
 * @param leader the leader, or empty while none is known
 */
public record LeaderChange(long term, Optional<NodeId> leader) {}

package io.github.reactiveraft.api.model;

/**
 * Where a term starts in the log: every entry from here to the next run is of this term.
 *
 * @param firstIndex the first index of the term, from 1
 * @param term the term, from 1
 */
public record TermRun(long firstIndex, long term) {}

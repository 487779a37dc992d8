package io.github.reactiveraft.api.model;

/**
 * One entry taken out of an {@link EntryBatch}: a view for tests and tools, too costly for hot paths.
 *
 * @param id term and index
 * @param timestamp the log's time, milliseconds since the epoch
 * @param proposal what was proposed
 */
public record LogEntry(EntryId id, long timestamp, Proposal proposal) {}

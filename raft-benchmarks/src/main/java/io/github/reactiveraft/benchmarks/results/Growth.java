package io.github.reactiveraft.benchmarks.results;

/**
 * What something costs where there is more of it.
 *
 * @param series of what there is more: log, members, payload, watchers or sessions
 * @param size how much: entries, members, bytes, watchers or sessions
 * @param sample what was measured there
 */
public record Growth(String series, long size, Sample sample) {}

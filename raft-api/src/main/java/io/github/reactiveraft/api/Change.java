package io.github.reactiveraft.api;

/**
 * Something that a state machine told its watchers.
 *
 * @param index the log index of the command that caused it, from 1
 * @param value what the state machine emitted
 * @param <R> what the state machine puts out
 */
public record Change<R>(long index, R value) {}

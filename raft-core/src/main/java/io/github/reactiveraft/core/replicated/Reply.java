package io.github.reactiveraft.core.replicated;

import org.jspecify.annotations.Nullable;

/**
 * What a command was answered with.
 *
 * @param result what the state machine put out, null if it has no encoding and this replica was restored from a snapshot
 * @param <R> results
 */
record Reply<R>(@Nullable R result) {}

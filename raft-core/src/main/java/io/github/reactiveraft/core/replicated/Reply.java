package io.github.reactiveraft.core.replicated;

import org.jspecify.annotations.Nullable;

/**
 * What a command was answered with.
 *
 * @param result what the state machine put out, null if it has no encoding and this replica was restored from a snapshot, or
 *     if there was no room for it any more
 * @param byteCount how many bytes its encoding takes, 0 if it has none
 * @param <R> results
 */
record Reply<R>(@Nullable R result, int byteCount) {}

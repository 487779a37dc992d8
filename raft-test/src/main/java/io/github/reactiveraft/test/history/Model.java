package io.github.reactiveraft.test.history;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one object under one key answers when operations reach it one after another: the truth that a replicated one is
 * measured against. Both methods are functions of their arguments; the checker calls them millions of times, in orders
 * that no run ever had.
 *
 * @param <S> states: immutable, with {@code equals} and {@code hashCode} by value, without which the checker would search
 *     the same future again and again, or mistake one for another
 * @param <I> inputs
 * @param <O> outputs
 */
public interface Model<S, I, O> {

    /** The state of every key before its first operation. */
    S initial();

    /**
     * Takes one operation.
     *
     * <p>A model that takes every input in every state if there is no output cannot tell an operation that happened from
     * one that may have: it could always have been the last.
     *
     * @param output what the client was told, or null if it was told nothing and any answer would do
     * @return the state afterwards, or empty if no such state exists, because the answer in this state would be another
     * @throws IllegalArgumentException if the output is no answer to this input in any state: the history was recorded
     *     wrongly, and neither verdict would mean anything
     */
    Optional<S> step(S state, I input, @Nullable O output);
}

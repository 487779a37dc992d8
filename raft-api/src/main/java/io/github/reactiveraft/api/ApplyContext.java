package io.github.reactiveraft.api;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * What a command may know beside the state: the same on every replica. Valid only during the call of
 * {@link StateMachine#apply}.
 *
 * @param <R> what the state machine puts out
 */
public interface ApplyContext<R> {

    /** The command's position in the log, from 1, growing from command to command (not always by one). */
    long index();

    /** The term of the leader that took the command. */
    long term();

    /**
     * The log's time: the leader's wall clock when it took the command, never earlier than the entry before. Use it in
     * place of a clock.
     */
    Instant timestamp();

    /** Random numbers that are the same on every replica: seeded from the command's position. */
    RandomGenerator random();

    /**
     * Tells the watchers of this replica about a change; they see it once the command is applied here, in order. The object is
     * kept for those who come later: it must not change any more.
     */
    void emit(R change);
}

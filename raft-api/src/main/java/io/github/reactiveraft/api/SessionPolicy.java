package io.github.reactiveraft.api;

import java.time.Duration;

/**
 * How a node keeps commands from being executed twice (thesis §6.3): it opens a session in the replicated state, numbers its
 * commands in it, and sends one again whose outcome it did not see; the state machine is given it once.
 *
 * @param isExactlyOnce whether there are sessions; without them, a command whose outcome was not seen is lost sight of
 * @param timeout after so much of the log's time without a command a session ends, and what is kept for it is forgotten; 1
 *     second to 365 days, default 1 hour. That of the leader counts. Raise it for clients that are cut off for longer
 * @param patience for how long a node goes on asking for the outcome of a command that it lost sight of, 0 to 1 hour, default
 *     10 seconds; then it is {@link RaftException.OutcomeUnknown}
 */
public record SessionPolicy(boolean isExactlyOnce, Duration timeout, Duration patience) {

    private static final SessionPolicy DEFAULTS = new SessionPolicy(true, Duration.ofHours(1), Duration.ofSeconds(10));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException with the option's name, its value and its range
     */
    public SessionPolicy {
        check("timeout", timeout, Duration.ofSeconds(1), Duration.ofDays(365));
        check("patience", patience, Duration.ZERO, Duration.ofHours(1));
    }

    /** The defaults named above. */
    public static SessionPolicy defaults() {
        return DEFAULTS;
    }

    /**
     * No sessions: a command whose outcome was not seen is {@link RaftException.OutcomeUnknown} at once, and executed twice if
     * it is submitted again. For commands that may be.
     */
    public static SessionPolicy unsafeNone() {
        return new SessionPolicy(false, DEFAULTS.timeout, Duration.ZERO);
    }

    /** This policy with another timeout. */
    public SessionPolicy withTimeout(Duration newTimeout) {
        return new SessionPolicy(isExactlyOnce, newTimeout, patience);
    }

    /** This policy with another patience. */
    public SessionPolicy withPatience(Duration newPatience) {
        return new SessionPolicy(isExactlyOnce, timeout, newPatience);
    }

    private static void check(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " takes " + least + " to " + most + ", but is " + value);
        }
    }
}

package io.github.reactiveraft.api;

import java.time.Duration;

/**
 * The three durations that elections hang on (§5.6: heartbeat well below election timeout, which is well below the mean
 * time between failures).
 *
 * @param heartbeat how long a leader leaves a peer without any message, 5 ms to 10 s, default 100 ms
 * @param electionTimeoutMin how long a follower that hears its leader refuses to vote for another, and the shortest
 *     wait before it stands for election itself; at least 2 heartbeats, default 500 ms
 * @param electionTimeoutMax the longest such wait; waits are drawn evenly between the two; more than the minimum and at
 *     most 10 times it, default 1000 ms
 */
public record RaftTiming(Duration heartbeat, Duration electionTimeoutMin, Duration electionTimeoutMax) {

    private static final Duration SHORTEST = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException with the value and its range
     */
    public RaftTiming {
        require(
                heartbeat.compareTo(SHORTEST) >= 0 && heartbeat.compareTo(LONGEST) <= 0,
                "The heartbeat takes 5 ms to 10 s, but is " + heartbeat);
        require(
                electionTimeoutMin.compareTo(heartbeat.multipliedBy(2)) >= 0,
                "The shortest election timeout takes at least two heartbeats of " + heartbeat + ", but is "
                        + electionTimeoutMin);
        require(
                electionTimeoutMax.compareTo(electionTimeoutMin) > 0
                        && electionTimeoutMax.compareTo(electionTimeoutMin.multipliedBy(10)) <= 0,
                "The longest election timeout takes more than the shortest, " + electionTimeoutMin
                        + ", and at most ten times it, but is " + electionTimeoutMax);
    }

    /** 100 ms, 500 ms and 1 s: safe on a local network with machines that pause now and then. */
    public static RaftTiming defaults() {
        return new RaftTiming(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}

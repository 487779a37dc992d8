package io.github.reactiveraft.api;

import java.time.Duration;

/**
 * The durations that elections hang on (§5.6: heartbeat well below election timeout, which is well below the mean time
 * between failures).
 *
 * @param heartbeat how long a leader leaves a peer without any message, 5 ms to 10 s, default 100 ms
 * @param electionTimeoutMin how long a follower that hears its leader refuses to vote for another, and the shortest
 *     wait before it stands for election itself; at least 2 heartbeats, default 500 ms
 * @param electionTimeoutMax the longest such wait; waits are drawn evenly between the two; more than the minimum and at
 *     most 10 times it, default 1000 ms
 * @param diskStall how long a write may get no further before a leader gives up its leadership, and a follower does not
 *     stand for election; at least electionTimeoutMax and at most 1 hour, default 3 s, or electionTimeoutMax if that is
 *     longer; raise it where a disk that works may stop for so long, as some network disks do
 */
public record RaftTiming(
        Duration heartbeat, Duration electionTimeoutMin, Duration electionTimeoutMax, Duration diskStall) {

    private static final Duration SHORTEST = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration USUAL_STALL = Duration.ofSeconds(3);
    private static final Duration LONGEST_STALL = Duration.ofHours(1);

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
        require(
                diskStall.compareTo(electionTimeoutMax) >= 0
                        && (diskStall.compareTo(LONGEST_STALL) <= 0 || diskStall.equals(electionTimeoutMax)),
                "The stall of a disk takes at least the longest election timeout, " + electionTimeoutMax
                        + ", and at most 1 hour, but is " + diskStall);
    }

    /** These, with the default for the stall of a disk. */
    public RaftTiming(Duration heartbeat, Duration electionTimeoutMin, Duration electionTimeoutMax) {
        this(
                heartbeat,
                electionTimeoutMin,
                electionTimeoutMax,
                electionTimeoutMax.compareTo(USUAL_STALL) > 0 ? electionTimeoutMax : USUAL_STALL);
    }

    /** These, with another bound for the stall of a disk. */
    public RaftTiming withDiskStall(Duration stall) {
        return new RaftTiming(heartbeat, electionTimeoutMin, electionTimeoutMax, stall);
    }

    /** 100 ms, 500 ms, 1 s and 3 s: safe on a local network with machines that pause now and then. */
    public static RaftTiming defaults() {
        return new RaftTiming(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}

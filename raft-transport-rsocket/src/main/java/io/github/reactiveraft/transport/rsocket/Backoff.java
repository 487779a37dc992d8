package io.github.reactiveraft.transport.rsocket;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long to leave a peer alone after it could not be reached: doubling from one failure to the next, up to a bound,
 * each time between half and all of it, so that peers which lost each other at once do not try again in step.
 *
 * @param first the wait after the first failure
 * @param longest the bound, at least {@code first} and at most a minute
 */
record Backoff(Duration first, Duration longest) {

    Backoff {
        if (first.toMillis() < 1 || longest.compareTo(first) < 0 || longest.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("reconnectBackoff takes a first wait of at least 1 ms, and a longest one"
                    + " from there to 60 s, but is " + first + " and " + longest);
        }
    }

    /** The wait after so many failures in a row; the same for the same seed. */
    Duration delay(int failures, long seed) {
        int doublings = Math.min(failures - 1, 20);
        long most = Math.min(longest.toNanos(), first.toNanos() << Math.max(0, doublings));
        return Duration.ofNanos(new SplittableRandom(seed + failures).nextLong(most / 2, most + 1));
    }
}

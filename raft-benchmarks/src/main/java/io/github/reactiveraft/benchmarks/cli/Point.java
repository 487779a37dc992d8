package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.probe.LoadSpec;
import io.github.reactiveraft.benchmarks.probe.Mode;
import io.github.reactiveraft.benchmarks.results.Sample;
import java.time.Duration;
import java.util.Set;

/**
 * Something to be measured.
 *
 * @param mode one of {@link #MODES}
 * @param payload bytes of a command
 * @param concurrency calls under way at a time
 * @param rate calls begun in a second, 0 for each as soon as another has ended
 */
record Point(String mode, int payload, int concurrency, long rate) {

    static final String DURABLE = "durable";
    static final String MEMORY = "memory";
    static final String READ = "read";
    static final String FOLLOWER_READ = "follower-read";
    static final String EMBEDDED = "embedded";
    static final Set<String> MODES = Set.of(DURABLE, MEMORY, READ, FOLLOWER_READ, EMBEDDED);

    boolean isEmbedded() {
        return mode.equals(EMBEDDED);
    }

    /** Whether commands have no part in it. */
    static boolean isRead(String mode) {
        return mode.equals(READ) || mode.equals(FOLLOWER_READ);
    }

    /** Whether it was measured here. */
    boolean isPlaceOf(Sample sample) {
        return sample.mode().equals(mode) && sample.payload() == payload && sample.concurrency() == concurrency;
    }

    LoadSpec load(Duration warmUp, Duration time) {
        Mode call = isRead(mode) ? Mode.of(mode) : Mode.WRITE;
        return LoadSpec.closed(call, payload, concurrency, warmUp, time).withRate(rate);
    }

    @Override
    public String toString() {
        return mode + " " + payload + " B, " + concurrency + " in flight" + (rate == 0 ? "" : ", " + rate + "/s");
    }
}

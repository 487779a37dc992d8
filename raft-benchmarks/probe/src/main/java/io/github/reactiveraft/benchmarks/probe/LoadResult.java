package io.github.reactiveraft.benchmarks.probe;

/**
 * What came of a load while it was measured; durations in nanoseconds.
 *
 * @param doneCount calls that were done
 * @param failedCount calls that failed; each was counted once, and called again
 * @param lostCount calls that nobody ever heard of again
 * @param isStalled whether it was given up, because no call ended for a long time
 * @param nanos how long it was measured
 * @param p50 half of the calls took no longer
 * @param p99 nor 99 %
 * @param p999 nor 99.9 %
 * @param max nor any
 * @param cpuNanos processor time of the calling process meanwhile
 * @param allocatedBytes what it has allocated on its heap meanwhile
 * @param failure why the first call failed that did, without spaces; empty if none did
 */
public record LoadResult(
        long doneCount,
        long failedCount,
        long lostCount,
        boolean isStalled,
        long nanos,
        long p50,
        long p99,
        long p999,
        long max,
        long cpuNanos,
        long allocatedBytes,
        String failure) {

    /** Reads what {@link #words} made. */
    public static LoadResult of(Words words) {
        return new LoadResult(
                words.number("done"),
                words.number("failed"),
                words.number("lost"),
                Boolean.parseBoolean(words.text("stalled")),
                words.number("nanos"),
                words.number("p50"),
                words.number("p99"),
                words.number("p999"),
                words.number("max"),
                words.number("cpu"),
                words.number("allocated"),
                words.text("why"));
    }

    Words words() {
        return Words.of("result")
                .with("done", doneCount)
                .with("failed", failedCount)
                .with("lost", lostCount)
                .with("stalled", isStalled)
                .with("nanos", nanos)
                .with("p50", p50)
                .with("p99", p99)
                .with("p999", p999)
                .with("max", max)
                .with("cpu", cpuNanos)
                .with("allocated", allocatedBytes)
                .with("why", failure);
    }
}

package io.github.reactiveraft.examples.evidence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long commands took that were due in one stretch of time. Thread-safe. */
final class Latencies {

    private final List<Duration> acknowledged = new ArrayList<>();
    private long overloadCount;
    private long failureCount;

    /**
     * What it comes to, in milliseconds.
     *
     * @param count commands that were acknowledged
     * @param overloads commands that were refused because too much was offered, which is no fault of the cluster's
     * @param failures commands that came to another end
     * @param p50 half of those acknowledged took no longer
     * @param p99 nor did 99 of 100
     * @param max nor any
     */
    record Summary(long count, long overloads, long failures, double p50, double p99, double max) {}

    synchronized void add(Fate fate, Duration latency) {
        if (fate instanceof Fate.Acknowledged) {
            acknowledged.add(latency);
        } else if (fate instanceof Fate.NotDone notDone && notDone.isOverload()) {
            overloadCount++;
        } else {
            failureCount++;
        }
    }

    synchronized Summary summary() {
        Collections.sort(acknowledged);
        return new Summary(
                acknowledged.size(), overloadCount, failureCount, percentile(50), percentile(99), percentile(100));
    }

    private double percentile(int percent) {
        if (acknowledged.isEmpty()) {
            return 0;
        }
        int rank = (int) Math.ceil(acknowledged.size() * percent / 100.0);
        return Math.round(acknowledged.get(rank - 1).toNanos() / 10_000.0) / 100.0;
    }
}

package io.github.reactiveraft.benchmarks.probe;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts calls that end, and, while it is told to, how long they took. For any thread. */
final class Meter {

    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);
    private static final int DIGITS = 3;

    private final AtomicHistogram latencies = new AtomicHistogram(LONGEST, DIGITS);
    private final LongAdder ended = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();
    private volatile boolean isMeasuring;
    private volatile @Nullable Awaited awaited;

    /** The first call to be done of those that began later than something else. */
    private record Awaited(long after, CompletableFuture<Long> doneAt) {}

    void done(long begunAt, long now) {
        ended.increment();
        if (isMeasuring) {
            latencies.recordValue(Math.max(0, Math.min(now - begunAt, LONGEST)));
        }
        Awaited wanted = awaited;
        if (wanted != null && begunAt - wanted.after > 0) {
            wanted.doneAt.complete(now);
        }
    }

    void failed(Throwable cause) {
        ended.increment();
        firstFailure.compareAndSet(null, cause);
        if (isMeasuring) {
            failures.increment();
        }
    }

    void measure(boolean isWanted) {
        isMeasuring = isWanted;
    }

    /** When the first call was done that began after an instant. */
    CompletableFuture<Long> firstBegunAfter(long instant) {
        Awaited wanted = new Awaited(instant, new CompletableFuture<>());
        awaited = wanted;
        return wanted.doneAt;
    }

    /** How many calls have ended, one way or the other, measured or not. */
    long endedCount() {
        return ended.sum();
    }

    long failedCount() {
        return failures.sum();
    }

    /** Why the first one failed that did. */
    @Nullable
    Throwable firstFailure() {
        return firstFailure.get();
    }

    /** How long calls took; to be looked at when no more of them end. */
    Histogram latencies() {
        return latencies;
    }
}

package io.github.reactiveraft.benchmarks.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for something outside that tells nobody when it happens. */
public final class Pause {

    private Pause() {}

    /** Waits for so long. */
    public static void of(Duration time) {
        try {
            new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException unwanted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", unwanted);
        }
    }
}

package io.github.reactiveraft.test.cli;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long the person at the terminal has been waiting; may be asked by any thread. */
final class Stopwatch {

    private final LongSupplier nanos;
    private final long start;

    Stopwatch(LongSupplier nanos) {
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    Duration elapsed() {
        return Duration.ofNanos(nanos.getAsLong() - start);
    }

    /** How many times as fast as the real world a simulation has been that took so long in virtual time. */
    double speedup(Duration simulated) {
        return Figures.seconds(simulated) / Math.max(1e-3, Figures.seconds(elapsed()));
    }
}

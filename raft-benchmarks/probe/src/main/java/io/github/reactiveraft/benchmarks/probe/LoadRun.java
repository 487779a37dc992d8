package io.github.reactiveraft.benchmarks.probe;

import io.github.reactiveraft.benchmarks.system.Allocation;
import io.github.reactiveraft.benchmarks.system.Caller;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Puts a load on a system, lets it settle, and measures it. */
final class LoadRun {

    private static final Duration STEP = Duration.ofMillis(100);

    private final Caller caller;
    private final LongSupplier nanos;
    private final LongSupplier cpuNanos;
    private final ScheduledExecutorService pauses;
    private final Duration patience;

    /**
     * @param nanos the time
     * @param cpuNanos the processor time of this process
     * @param pauses where failed calls wait
     * @param patience a load of which no call ends for so long has come to a stall
     */
    LoadRun(
            Caller caller,
            LongSupplier nanos,
            LongSupplier cpuNanos,
            ScheduledExecutorService pauses,
            Duration patience) {
        this.caller = caller;
        this.nanos = nanos;
        this.cpuNanos = cpuNanos;
        this.pauses = pauses;
        this.patience = patience;
    }

    /** Who is told how far it has got; something outside may have to be measured at the same time. */
    interface Phases {

        /** From now on it is measured. */
        void begun();

        /** It was measured until now. */
        void ended();

        /** Why a call failed, the first one that did. */
        void failure(Throwable cause);
    }

    /** Blocks until all is over: warm-up, measured time, and the calls that are under way then. */
    LoadResult run(LoadSpec spec, Phases phases) throws InterruptedException {
        Meter meter = new Meter();
        Loop loop = loop(spec, meter);
        loop.start();
        boolean isStalled = !goesOn(loop, meter, spec.warmUp());
        phases.begun();
        long cpuBefore = cpuNanos.getAsLong();
        long allocatedBefore = Allocation.bytes();
        long begunAt = nanos.getAsLong();
        meter.measure(true);
        isStalled = isStalled || !goesOn(loop, meter, spec.time());
        meter.measure(false);
        long took = nanos.getAsLong() - begunAt;
        long cpu = cpuNanos.getAsLong() - cpuBefore;
        long allocated = Allocation.bytes() - allocatedBefore;
        phases.ended();
        loop.stop();
        boolean isEnded = loop.awaitEnd(isStalled ? STEP : patience);
        @Nullable Throwable failure = meter.firstFailure();
        if (failure != null) {
            phases.failure(failure);
        }
        Histogram latencies = meter.latencies();
        return new LoadResult(
                latencies.getTotalCount(),
                meter.failedCount(),
                isEnded ? 0 : loop.inFlightCount(),
                isStalled,
                took,
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(99),
                latencies.getValueAtPercentile(99.9),
                latencies.getMaxValue(),
                cpu,
                allocated,
                failure == null ? "" : failure.toString().replaceAll("[\\s=]+", "_"));
    }

    /** A load of that kind, not begun. */
    Loop loop(LoadSpec spec, Meter meter) {
        return spec.rate() == 0
                ? new ClosedLoop(spec, caller, meter, nanos, pauses)
                : new OpenLoop(spec, caller, meter, nanos);
    }

    /** Waits; not to the end, if no call ends. */
    private boolean goesOn(Loop loop, Meter meter, Duration time) throws InterruptedException {
        long begunAt = nanos.getAsLong();
        long lastSeenAt = begunAt;
        long lastCount = meter.endedCount();
        for (long now = begunAt; now - begunAt < time.toNanos(); now = nanos.getAsLong()) {
            long left = time.toNanos() - (now - begunAt);
            loop.awaitEnd(Duration.ofNanos(Math.min(left, STEP.toNanos())));
            if (meter.endedCount() != lastCount) {
                lastCount = meter.endedCount();
                lastSeenAt = now;
            } else if (now - lastSeenAt > patience.toNanos()) {
                return false;
            }
        }
        return true;
    }
}

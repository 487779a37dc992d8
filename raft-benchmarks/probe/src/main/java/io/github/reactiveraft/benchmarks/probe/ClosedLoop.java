package io.github.reactiveraft.benchmarks.probe;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.Completion;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Keeps a number of calls under way: whoever hears that one ended begins the next one at once. */
final class ClosedLoop implements Loop {

    private final LoadSpec spec;
    private final Caller caller;
    private final Meter meter;
    private final LongSupplier nanos;
    private final ScheduledExecutorService pauses;
    private final byte[] command;
    private final CountDownLatch slots;
    private volatile boolean isOver;

    /** @param pauses where failed calls wait */
    ClosedLoop(LoadSpec spec, Caller caller, Meter meter, LongSupplier nanos, ScheduledExecutorService pauses) {
        this.spec = spec;
        this.caller = caller;
        this.meter = meter;
        this.nanos = nanos;
        this.pauses = pauses;
        this.command = spec.command();
        this.slots = new CountDownLatch(spec.inFlight());
    }

    @Override
    public void start() {
        for (int i = 0; i < spec.inFlight(); i++) {
            new Slot().run();
        }
    }

    @Override
    public void stop() {
        isOver = true;
    }

    @Override
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        return slots.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int inFlightCount() {
        return (int) slots.getCount();
    }

    /** One call after the other. */
    private final class Slot implements Completion, Runnable {

        /** Calls to begin; a call that ends before it returns is not nested. */
        private final AtomicInteger turns = new AtomicInteger();

        private long begunAt;

        @Override
        public void run() {
            begunAt = nanos.getAsLong();
            next();
        }

        private void next() {
            if (turns.getAndIncrement() == 0) {
                do {
                    begin();
                } while (turns.decrementAndGet() != 0);
            }
        }

        private void begin() {
            if (isOver) {
                slots.countDown();
                return;
            }
            try {
                spec.mode().call(caller, command, this);
            } catch (RuntimeException refused) {
                failed(refused);
            }
        }

        @Override
        public void done(long sum) {
            long now = nanos.getAsLong();
            meter.done(begunAt, now);
            begunAt = now;
            next();
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // It does not throw.
        public void failed(Throwable cause) {
            meter.failed(cause);
            pauses.schedule(this, spec.pause().toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}

package io.github.reactiveraft.benchmarks.probe;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.Completion;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Begins calls at a rate. A call that cannot begin when it is due, because too many are under way, begins as soon as it can, and
 * has taken all the time since it was due: whoever waits in front of a slow system waits, too.
 */
final class OpenLoop implements Loop {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LoadSpec spec;
    private final Caller caller;
    private final Meter meter;
    private final LongSupplier nanos;
    private final byte[] command;
    private final BlockingQueue<Slot> free;
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    /** Slots that nobody gets any more; written by the pace's thread. */
    private volatile int takenCount;

    OpenLoop(LoadSpec spec, Caller caller, Meter meter, LongSupplier nanos) {
        this.spec = spec;
        this.caller = caller;
        this.meter = meter;
        this.nanos = nanos;
        this.command = spec.command();
        this.free = new ArrayBlockingQueue<>(spec.inFlight());
        for (int i = 0; i < spec.inFlight(); i++) {
            free.add(new Slot());
        }
    }

    @Override
    public void start() {
        Thread pace = new Thread(this::pace, "pace");
        pace.setDaemon(true);
        pace.start();
    }

    private void pace() {
        long first = nanos.getAsLong();
        try {
            for (long count = 0; takenCount == 0; count++) {
                boolean isOver = isOverAt(due(first, count));
                Slot slot = free.take();
                if (isOver || over.getCount() == 0) {
                    takenCount = 1;
                } else {
                    slot.begin(due(first, count));
                }
            }
            for (int taken = 1; taken < spec.inFlight(); taken++) {
                free.take();
                takenCount = taken + 1;
            }
            ended.countDown();
        } catch (InterruptedException unwanted) {
            Thread.currentThread().interrupt();
        }
    }

    private long due(long first, long count) {
        // Whole seconds apart: the product would overflow within hours.
        return first + count / spec.rate() * SECOND + count % spec.rate() * SECOND / spec.rate();
    }

    private boolean isOverAt(long due) throws InterruptedException {
        return over.await(due - nanos.getAsLong(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void stop() {
        over.countDown();
    }

    @Override
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int inFlightCount() {
        return spec.inFlight() - free.size() - takenCount;
    }

    /** One call at a time. */
    private final class Slot implements Completion {

        private long dueAt;

        private void begin(long due) {
            dueAt = due;
            try {
                spec.mode().call(caller, command, this);
            } catch (RuntimeException refused) {
                failed(refused);
            }
        }

        @Override
        public void done(long sum) {
            meter.done(dueAt, nanos.getAsLong());
            free.add(this);
        }

        @Override
        public void failed(Throwable cause) {
            meter.failed(cause);
            free.add(this);
        }
    }
}

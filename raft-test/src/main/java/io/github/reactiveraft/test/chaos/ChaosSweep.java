package io.github.reactiveraft.test.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Many runs, a few at a time: each on one thread from its beginning to its end, so that nothing in it depends on how many
 * there are.
 */
public final class ChaosSweep {

    private final int threadCount;
    private final BooleanSupplier mayGoOn;
    private final Consumer<ChaosReport> listener;

    /**
     * A way to run.
     *
     * @param threadCount how many runs at a time, from 1
     * @param mayGoOn is asked before each run whether another one is wanted; from any of the threads
     * @param listener hears of every run that is over, one at a time, in no particular order
     */
    public ChaosSweep(int threadCount, BooleanSupplier mayGoOn, Consumer<ChaosReport> listener) {
        this.threadCount = threadCount;
        this.mayGoOn = mayGoOn;
        this.listener = listener;
    }

    /**
     * Runs these seeds; blocks until all are over, and answers with what became of those that were run, together.
     *
     * @throws IllegalStateException if a run did not even come to an end, or the listener threw
     */
    public SweepSummary seeds(long from, int count, String reproduction) {
        return run(count, number -> {
            long seed = from + number;
            return () -> ChaosRun.of(ChaosPlan.of(seed), reproduction + seed);
        });
    }

    /** Runs these crash points; blocks until all are over. */
    public SweepSummary points(List<CrashPoints.Point> points) {
        return run(points.size(), number -> points.get(number)::run);
    }

    private SweepSummary run(int count, IntFunction<Supplier<ChaosReport>> runs) {
        SweepSummary summary = new SweepSummary();
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Runnable worker = () -> {
            for (int number = next.getAndIncrement();
                    number < count && !isOver.get() && mayGoOn.getAsBoolean();
                    number = next.getAndIncrement()) {
                ChaosReport report = runs.apply(number).get();
                synchronized (summary) {
                    summary.add(report);
                    listener.accept(report);
                }
            }
        };
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < threadCount; number++) {
            Thread thread = new Thread(worker, "raft-simulator-" + number);
            thread.setUncaughtExceptionHandler((broken, cause) -> {
                failure.compareAndSet(null, cause);
                isOver.set(true);
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            await(thread, isOver);
        }
        if (failure.get() != null) {
            throw new IllegalStateException("The sweep broke off: a part of it was not run", failure.get());
        }
        return summary;
    }

    /** An interrupt lets the runs under way come to their end, and no other begin. */
    private static void await(Thread thread, AtomicBoolean isOver) {
        boolean wasInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException asked) {
                wasInterrupted = true;
                isOver.set(true);
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

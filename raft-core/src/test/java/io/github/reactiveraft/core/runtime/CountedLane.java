package io.github.reactiveraft.core.runtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** A lane that counts what is run on it, so that a test sees timers that spin or were forgotten. */
final class CountedLane implements Scheduler {

    private final Scheduler lane;
    private final AtomicLong runCount = new AtomicLong();

    CountedLane(Scheduler lane) {
        this.lane = lane;
    }

    long runCount() {
        return runCount.get();
    }

    private Runnable counted(Runnable task) {
        return () -> {
            runCount.incrementAndGet();
            task.run();
        };
    }

    @Override
    public Disposable schedule(Runnable task) {
        return lane.schedule(counted(task));
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return lane.schedule(counted(task), delay, unit);
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return lane.schedulePeriodically(counted(task), initialDelay, period, unit);
    }

    @Override
    public Worker createWorker() {
        Worker worker = lane.createWorker();
        return new Worker() {
            @Override
            public Disposable schedule(Runnable task) {
                return worker.schedule(counted(task));
            }

            @Override
            public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
                return worker.schedule(counted(task), delay, unit);
            }

            @Override
            public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
                return worker.schedulePeriodically(counted(task), initialDelay, period, unit);
            }

            @Override
            public void dispose() {
                worker.dispose();
            }

            @Override
            public boolean isDisposed() {
                return worker.isDisposed();
            }
        };
    }
}

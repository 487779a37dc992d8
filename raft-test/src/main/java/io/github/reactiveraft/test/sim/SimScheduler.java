package io.github.reactiveraft.test.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.scheduler.Scheduler;

/**
 * One thread's worth of virtual time: tasks run one after the other, first in, first out. A task without service time
 * runs at the instant it is due. One with service time runs when that time is over, counted from when it is due and the
 * tasks before it are done, like a blocking call of which nothing is seen until it returns. While the host is paused
 * nothing runs.
 *
 * <p>After {@link #dispose} it refuses tasks, as Reactor asks for. When its process was killed it swallows them: nobody
 * is left there who could be told.
 */
final class SimScheduler implements Scheduler {

    private final Simulation simulation;
    private final Host host;
    private final Scope own;
    private final int lane;
    private final LongSupplier serviceTime;
    private final Deque<LaneTask> waiting = new ArrayDeque<>();
    private boolean isServing;
    private boolean isWakePlanned;

    /**
     * A lane of a host.
     *
     * @param serviceTime draws how many nanoseconds the next task takes
     */
    SimScheduler(Simulation simulation, Host host, LongSupplier serviceTime) {
        this.simulation = simulation;
        this.host = host;
        this.serviceTime = serviceTime;
        this.own = new Scope(host.scope());
        this.lane = simulation.newLane();
    }

    /** What the lane's present task would have done, had it come to its end; null if there is none under way. */
    @Nullable
    Runnable underWay() {
        LaneTask first = waiting.peekFirst();
        return first == null || !first.isServed() ? null : first.action();
    }

    @Override
    public Disposable schedule(Runnable task) {
        return schedule(own, task, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return schedule(own, task, delay, unit);
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return schedulePeriodically(own, task, initialDelay, period, unit);
    }

    @Override
    public long now(TimeUnit unit) {
        return unit.convert(simulation.nanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Worker createWorker() {
        return new LaneWorker(new Scope(own));
    }

    @Override
    public void dispose() {
        own.dispose();
    }

    @Override
    public boolean isDisposed() {
        return own.isDisposed();
    }

    private Disposable schedule(Scope scope, Runnable task, long delay, TimeUnit unit) {
        if (isRefused(scope)) {
            return Disposables.disposed();
        }
        return at(simulation.nanos() + host.toWorld(Math.max(0, unit.toNanos(delay))), scope, task);
    }

    private Disposable at(long due, Scope scope, Runnable action) {
        LaneTask task = new LaneTask(scope, action);
        simulation.schedule(lane, due, scope, () -> arrive(task));
        return task;
    }

    private void arrive(LaneTask task) {
        waiting.add(task);
        serve();
    }

    /** Runs what has arrived, as long as nothing stands in the way; else comes back when that is over. */
    private void serve() {
        if (isServing) {
            return;
        }
        isServing = true;
        try {
            while (!waiting.isEmpty() && isDone()) {
                waiting.remove().run();
            }
        } finally {
            isServing = false;
        }
    }

    /** Whether the first task's time is over; else sees to it that somebody comes back when it is. */
    private boolean isDone() {
        if (isWakePlanned) {
            return false;
        }
        if (host.isPaused()) {
            isWakePlanned = true;
            host.onResume(() -> wakeAt(simulation.nanos()));
            return false;
        }
        LaneTask first = waiting.element();
        if (!first.isServed()) {
            first.serve();
            long time = first.isDisposed() ? 0 : serviceTime.getAsLong();
            if (time > 0) {
                isWakePlanned = true;
                wakeAt(simulation.nanos() + time);
                return false;
            }
        }
        return true;
    }

    private void wakeAt(long instant) {
        simulation.schedule(lane, instant, own, () -> {
            isWakePlanned = false;
            serve();
        });
    }

    private Disposable schedulePeriodically(Scope scope, Runnable task, long initialDelay, long period, TimeUnit unit) {
        if (isRefused(scope)) {
            return Disposables.disposed();
        }
        long first = simulation.nanos() + host.toWorld(Math.max(0, unit.toNanos(initialDelay)));
        return new Periodic(new Scope(scope), task, host.toWorld(Math.max(1, unit.toNanos(period)))).startAt(first);
    }

    private boolean isRefused(Scope scope) {
        if (host.scope().isDisposed()) {
            return true;
        }
        if (scope.isDisposed()) {
            throw Exceptions.failWithRejected();
        }
        return false;
    }

    /** Fixed rate: the n-th run is due at the first one's instant plus n - 1 periods. */
    private final class Periodic {
        private final Scope scope;
        private final Runnable task;
        private final long period;

        Periodic(Scope scope, Runnable task, long period) {
            this.scope = scope;
            this.task = task;
            this.period = period;
        }

        Disposable startAt(long due) {
            simulation.schedule(lane, due, scope, () -> {
                startAt(due + period);
                arrive(new LaneTask(scope, task));
            });
            return scope;
        }
    }

    private final class LaneWorker implements Worker {
        private final Scope scope;

        LaneWorker(Scope scope) {
            this.scope = scope;
        }

        @Override
        public Disposable schedule(Runnable task) {
            return SimScheduler.this.schedule(scope, task, 0, TimeUnit.NANOSECONDS);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return SimScheduler.this.schedule(scope, task, delay, unit);
        }

        @Override
        public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
            return SimScheduler.this.schedulePeriodically(scope, task, initialDelay, period, unit);
        }

        @Override
        public void dispose() {
            scope.dispose();
        }

        @Override
        public boolean isDisposed() {
            return scope.isDisposed();
        }
    }
}

package io.github.reactiveraft.test.sim;

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
 * tasks before it are done, like a blocking call of which nothing is seen until it returns.
 *
 * <p>After {@link #dispose} it refuses tasks, as Reactor asks for. When its process was killed it swallows them: nobody
 * is left there who could be told.
 */
final class SimScheduler implements Scheduler {

    private final Simulation simulation;
    private final Scope process;
    private final Scope own;
    private final int lane;
    private final @Nullable LongSupplier serviceTime;
    private long busyUntil;

    /** A lane whose tasks take no time. */
    SimScheduler(Simulation simulation, Scope process) {
        this(simulation, process, null);
    }

    /**
     * A lane whose tasks take time.
     *
     * @param serviceTime draws how many nanoseconds the next task takes; null for none
     */
    SimScheduler(Simulation simulation, Scope process, @Nullable LongSupplier serviceTime) {
        this.simulation = simulation;
        this.process = process;
        this.own = new Scope(process);
        this.lane = simulation.newLane();
        this.serviceTime = serviceTime;
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
        long due = simulation.nanos() + Math.max(0, unit.toNanos(delay));
        if (serviceTime == null) {
            return simulation.schedule(lane, due, scope, task);
        }
        return due == simulation.nanos() ? serve(scope, task) : serveLater(scope, task, due);
    }

    /** Puts a task at the end of the line. */
    private SimTask serve(Scope scope, Runnable task) {
        busyUntil = Math.max(busyUntil, simulation.nanos()) + (serviceTime == null ? 0 : serviceTime.getAsLong());
        return simulation.schedule(lane, busyUntil, scope, task);
    }

    /** A delayed task takes its place in the line when it is due. */
    private Disposable serveLater(Scope scope, Runnable task, long due) {
        Disposable.Swap current = Disposables.swap();
        current.replace(simulation.schedule(lane, due, scope, () -> current.replace(serve(scope, task))));
        return current;
    }

    private Disposable schedulePeriodically(Scope scope, Runnable task, long initialDelay, long period, TimeUnit unit) {
        if (isRefused(scope)) {
            return Disposables.disposed();
        }
        long first = simulation.nanos() + Math.max(0, unit.toNanos(initialDelay));
        return new Periodic(new Scope(scope), task, Math.max(1, unit.toNanos(period))).startAt(first);
    }

    private boolean isRefused(Scope scope) {
        if (process.isDisposed()) {
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
                serve(scope, task);
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

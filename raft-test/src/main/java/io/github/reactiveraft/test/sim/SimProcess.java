package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.spi.NodeTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import reactor.core.scheduler.Scheduler;

/**
 * One process from its start to its end: two lanes, a clock and a source of chance, which is everything that a node
 * takes from its surroundings beside network and disk. When it is killed, nothing of it runs any more.
 *
 * <p>The clocks are as bad as Raft allows them to be: the monotonic one starts anywhere, the wall clock is up to an hour
 * wrong.
 */
public final class SimProcess {

    private static final long SHORTEST_FILE_WORK = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long LONGEST_FILE_WORK = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long WALL_CLOCK_ERROR = TimeUnit.HOURS.toMillis(1);
    /** 1 January 2026, so that timestamps look like some. */
    private static final long WALL_CLOCK_ORIGIN = 1_767_225_600_000L;

    private final Simulation simulation;
    private final Scope scope;
    private final String name;
    private final Scheduler loop;
    private final Scheduler io;
    private final NodeTime time;
    private final List<Runnable> mourners = new ArrayList<>();

    SimProcess(Simulation simulation, Scope scope, String name) {
        this.simulation = simulation;
        this.scope = scope;
        this.name = name;
        RandomGenerator fileWork = random("file work");
        this.loop = new SimScheduler(simulation, scope);
        this.io =
                new SimScheduler(simulation, scope, () -> fileWork.nextLong(SHORTEST_FILE_WORK, LONGEST_FILE_WORK + 1));
        this.time = clock(random("clock"));
    }

    /** The lane for steps, timers and flows: tasks take no time. */
    public Scheduler loop() {
        return loop;
    }

    /** The lane for file work: one task at a time, each seen when its drawn time, 0.1 to 2 ms, is over. */
    public Scheduler io() {
        return io;
    }

    /** The clock of this process. */
    public NodeTime time() {
        return time;
    }

    /** A source of chance of this process, for one purpose. */
    public RandomGenerator random(String purpose) {
        return simulation.random(name + ' ' + purpose);
    }

    /** Whether it was not killed. */
    public boolean isAlive() {
        return !scope.isDisposed();
    }

    /** Kills the process as {@code kill -9} does: between two tasks, saying goodbye to nobody. */
    public void kill() {
        if (isAlive()) {
            scope.dispose();
            List.copyOf(mourners).forEach(Runnable::run);
        }
    }

    /** What the world around does about the death of this process. */
    void onKill(Runnable mourner) {
        mourners.add(mourner);
    }

    private NodeTime clock(RandomGenerator random) {
        long origin = random.nextLong();
        long error = random.nextLong(-WALL_CLOCK_ERROR, WALL_CLOCK_ERROR + 1);
        return new NodeTime() {
            @Override
            public long nanos() {
                return origin + simulation.nanos();
            }

            @Override
            public long wallMillis() {
                return WALL_CLOCK_ORIGIN + error + TimeUnit.NANOSECONDS.toMillis(simulation.nanos());
            }
        };
    }

    @Override
    public String toString() {
        return name;
    }
}

package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.spi.NodeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * One process from its start to its end: two lanes, a clock and a source of chance, which is everything that a node
 * takes from its surroundings beside network and disk. When it is killed, nothing of it runs any more.
 *
 * <p>The clocks are as bad as Raft allows them to be: the monotonic one starts anywhere and may run fast or slow, the
 * wall clock is up to an hour wrong and may jump.
 */
public final class SimProcess {

    private static final long SHORTEST_FILE_WORK = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long LONGEST_FILE_WORK = TimeUnit.MILLISECONDS.toNanos(2);

    private final Simulation simulation;
    private final Scope scope;
    private final String name;
    private final ProcessHost host;
    private final FileHost files;
    private final Scheduler loop;
    private final SimScheduler io;
    private final RandomGenerator fileWork;
    private final List<Runnable> mourners = new ArrayList<>();
    private long fileSlowness = 1;

    SimProcess(Simulation simulation, Scope scope, String name) {
        this.simulation = simulation;
        this.scope = scope;
        this.name = name;
        this.fileWork = random("file work");
        this.host = new ProcessHost(scope, new SimClock(simulation, random("clock")), random("slowness"));
        this.loop = new SimScheduler(simulation, host, host::taskDelay);
        this.files = new FileHost(host);
        this.io = new SimScheduler(simulation, files, this::fileWorkTime);
    }

    /** The lane for steps, timers and flows: tasks take no time. */
    public Scheduler loop() {
        return loop;
    }

    /** The lane for file work: one task at a time, each seen when its drawn time, 0.1 to 2 ms or more, is over. */
    public Scheduler io() {
        return io;
    }

    /** The clock of this process. */
    public NodeTime time() {
        return host.clock();
    }

    /** Lets nothing of this process run, as a long garbage collection does, until {@link #resume}. */
    public void pause() {
        host.pause();
    }

    /** Lets a paused process go on, with whatever has become due meanwhile. */
    public void resume() {
        if (host.isPaused()) {
            host.resume();
        }
    }

    /** Whether this process is paused. */
    public boolean isPaused() {
        return host.isPaused();
    }

    /** Lets every task wait for a processor, up to this long; zero ends it. */
    public void slow(Duration longestDelay) {
        host.slow(longestDelay.toNanos());
    }

    /** Lets the clocks of this process run so many times as fast as the world; 1 ends it. */
    public void clockRate(double factor) {
        host.clock().rate(factor);
    }

    /** Sets the wall clock of this process forward or back. */
    public void wallClockJump(Duration step) {
        host.clock().jump(step.toMillis());
    }

    /** Lets file work take so many times as long as usual, from 1. */
    public void slowFiles(long factor) {
        fileSlowness = factor;
    }

    /** Lets file work stand still, that which is under way as well, or go on. */
    public void stallFiles(boolean enabled) {
        files.stall(enabled);
    }

    /** Whether this process is in the middle of file work. */
    public boolean isInFileWork() {
        return fileWorkUnderWay() != null;
    }

    private long fileWorkTime() {
        return fileSlowness * fileWork.nextLong(SHORTEST_FILE_WORK, LONGEST_FILE_WORK + 1);
    }

    /** The file work that this process is in the middle of, to be carried out as far as it comes; null for none. */
    @Nullable
    Runnable fileWorkUnderWay() {
        return io.underWay();
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

    @Override
    public String toString() {
        return name;
    }
}

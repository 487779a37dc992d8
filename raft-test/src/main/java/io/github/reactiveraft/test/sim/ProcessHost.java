package io.github.reactiveraft.test.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A process as its lanes see it: when they may run, and how time passes for them. */
final class ProcessHost implements Host {

    private final Scope scope;
    private final SimClock clock;
    private final RandomGenerator random;
    private final List<Runnable> sleepers = new ArrayList<>();
    private boolean isPaused;
    private long longestDelay;

    ProcessHost(Scope scope, SimClock clock, RandomGenerator random) {
        this.scope = scope;
        this.clock = clock;
        this.random = random;
    }

    /** The process' clock, to be read and to be spoiled. */
    SimClock clock() {
        return clock;
    }

    /** Lets nothing run any more, as a long garbage collection does, until {@link #resume}. */
    void pause() {
        isPaused = true;
    }

    /** Goes on with whatever has become due meanwhile. */
    void resume() {
        isPaused = false;
        List<Runnable> due = List.copyOf(sleepers);
        sleepers.clear();
        due.forEach(Runnable::run);
    }

    /** Lets every task wait for a processor, up to so many nanoseconds; 0 ends it. */
    void slow(long nanos) {
        longestDelay = nanos;
    }

    @Override
    public Scope scope() {
        return scope;
    }

    @Override
    public boolean isPaused() {
        return isPaused;
    }

    @Override
    public void onResume(Runnable action) {
        sleepers.add(action);
    }

    @Override
    public long toWorld(long nanos) {
        return clock.toWorld(nanos);
    }

    /** Draws how long the next task waits for a processor. */
    long taskDelay() {
        return longestDelay == 0 ? 0 : random.nextLong(longestDelay);
    }
}

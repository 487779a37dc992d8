package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.spi.NodeTime;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The clock of one process: wrong from the start, and spoiled further on demand. */
final class SimClock implements NodeTime {

    private static final long WALL_CLOCK_ERROR = TimeUnit.HOURS.toMillis(1);
    /** 1 January 2026, so that timestamps look like some. */
    private static final long WALL_CLOCK_ORIGIN = 1_767_225_600_000L;

    private final Simulation simulation;
    private double rate = 1;
    /** Where the world and this clock stood when the rate changed last. */
    private long worldAnchor;

    private long localAnchor;
    private long wallError;

    SimClock(Simulation simulation, RandomGenerator random) {
        this.simulation = simulation;
        this.worldAnchor = simulation.nanos();
        this.localAnchor = random.nextLong();
        this.wallError = random.nextLong(-WALL_CLOCK_ERROR, WALL_CLOCK_ERROR + 1);
    }

    @Override
    public long nanos() {
        long passed = simulation.nanos() - worldAnchor;
        return localAnchor + (rate == 1 ? passed : (long) (passed * rate));
    }

    @Override
    public long wallMillis() {
        return WALL_CLOCK_ORIGIN + wallError + TimeUnit.NANOSECONDS.toMillis(simulation.nanos());
    }

    /** Runs so many times as fast as the world from now on; delays under way keep their length. */
    void rate(double factor) {
        localAnchor = nanos();
        worldAnchor = simulation.nanos();
        rate = factor;
    }

    /** Sets the wall clock forward, or back. */
    void jump(long millis) {
        wallError += millis;
    }

    /** Rounded up: who waits for so many nanoseconds must not find, by this very clock, that some are left. */
    long toWorld(long nanos) {
        return rate == 1 ? nanos : (long) Math.ceil(nanos / rate);
    }
}

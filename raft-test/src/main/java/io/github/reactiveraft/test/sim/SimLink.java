package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The way from one node to another; the way back is another link. Lets messages pass unless it is cut, at the cable or by
 * a partition: both have to be mended. May be slow, clogged or narrow besides. Belongs to the simulation's thread.
 */
public final class SimLink {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long SHORTEST_LATENCY = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long LONGEST_LATENCY = TimeUnit.MILLISECONDS.toNanos(1);

    private final Simulation simulation;
    private final RandomGenerator random;
    private final FaultLog faults;
    private final String name;
    private final int lane;
    /** What waits here is bounded by what its senders have in flight, and goes when they lose interest in it. */
    private final Deque<Message> held = new ArrayDeque<>();

    private boolean isWhole = true;
    private boolean isWalled;
    private boolean isClogged;
    private boolean isReleasing;
    private boolean hasOwnLatency;
    private long minimumLatency;
    private long meanLatency;
    private long delay;
    private long delaySpread;
    private long bytesPerSecond;
    private long busyUntil;

    SimLink(Simulation simulation, RandomGenerator random, FaultLog faults, NodeId from, NodeId to) {
        this.simulation = simulation;
        this.random = random;
        this.faults = faults;
        this.name = from + " -> " + to;
        this.lane = simulation.newLane();
    }

    /** Whether messages can pass. */
    public boolean isPassable() {
        return isWhole && !isWalled;
    }

    /** Every message takes at least {@code minimum}, and beyond that an exponential time with this mean. */
    public void latency(Duration minimum, Duration mean) {
        hasOwnLatency = true;
        minimumLatency = minimum.toNanos();
        meanLatency = mean.toNanos();
    }

    /**
     * Holds up every message that leaves from now on by {@code fixed} and up to {@code spread} more; both zero for no
     * longer.
     */
    public void slow(Duration fixed, Duration spread) {
        delay = fixed.toNanos();
        delaySpread = spread.toNanos();
        if (delay + delaySpread > 0) {
            faults.onFault(Fault.SLOW_LINK, this);
        }
    }

    /** Holds back every message that arrives from now on, until {@link #unclog}. */
    public void clog() {
        isClogged = true;
        faults.onFault(Fault.CLOG, this);
    }

    /** Delivers everything that was held back, in its order, before anything that comes later. */
    public void unclog() {
        isClogged = false;
        release();
    }

    /**
     * Lets so many bytes pass in a second: a message keeps those behind it waiting while it is being sent.
     *
     * @param limit 0 for no limit
     */
    public void narrow(long limit) {
        bytesPerSecond = limit;
        busyUntil = simulation.nanos();
        if (limit > 0) {
            faults.onFault(Fault.NARROW_LINK, this);
        }
    }

    /** Neither slow nor clogged nor narrow any more; cuts and latency stay. */
    public void calm() {
        slow(Duration.ZERO, Duration.ZERO);
        narrow(0);
        unclog();
    }

    /** Whether it is neither slow nor clogged nor narrow. */
    public boolean isCalm() {
        return delay + delaySpread == 0 && bytesPerSecond == 0 && !isClogged;
    }

    /** Mends or cuts the cable. */
    void mend(boolean enabled) {
        isWhole = enabled;
        release();
    }

    /** Puts the link behind a partition, or takes it out. */
    void wall(boolean enabled) {
        isWalled = enabled;
        release();
    }

    int lane() {
        return lane;
    }

    /** How long the next message takes, as far as the link has a say. */
    long latency() {
        if (!hasOwnLatency) {
            return random.nextLong(SHORTEST_LATENCY, LONGEST_LATENCY + 1);
        }
        // Strict, for the other logarithm may differ between machines.
        return minimumLatency + (long) (-meanLatency * StrictMath.log(1 - random.nextDouble()));
    }

    /** Brings a message to the other end, where it arrives once. */
    void carry(Message message, int byteCount, long latency) {
        long at = message.arrival(leaving(byteCount) + latency + slowness());
        simulation.schedule(lane, at, simulation.world(), () -> onArrival(message));
    }

    /** Forgets what waits here in vain. */
    void discardVoid() {
        held.removeIf(Message::isVoid);
    }

    private long leaving(int byteCount) {
        if (bytesPerSecond == 0) {
            return simulation.nanos();
        }
        busyUntil = Math.max(busyUntil, simulation.nanos()) + byteCount * SECOND / bytesPerSecond;
        return busyUntil;
    }

    private long slowness() {
        return delaySpread == 0 ? delay : delay + random.nextLong(delaySpread + 1);
    }

    private void onArrival(Message message) {
        // What is just about to be released came first.
        if (isReleasing || !canPass(message)) {
            hold(message);
        } else {
            message.arrive();
        }
    }

    private boolean canPass(Message message) {
        return !isClogged && (isPassable() || !message.isPatient());
    }

    private void hold(Message message) {
        held.addLast(message);
        if (!isPassable() && message.isPatient()) {
            message.onCut();
        }
    }

    private void release() {
        if (!held.isEmpty() && !isReleasing) {
            isReleasing = true;
            simulation.schedule(lane, simulation.nanos(), simulation.world(), () -> {
                isReleasing = false;
                for (int count = held.size(); count > 0; count--) {
                    onArrival(held.removeFirst());
                }
            });
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

package io.github.reactiveraft.test;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.SimCluster;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the nodes run on, and what a test does to it. A test that fills a disk has to expect that a node cannot start from
 * it, and is told why; a node that stops for any other reason ends the run.
 */
final class Machines {

    private static final double SLOWEST_CLOCK = 0.1;
    private static final double FASTEST_CLOCK = 10;

    private final SimCluster<?, ?, ?> cluster;
    private final boolean hasDisks;
    /** Why those stopped that did so by themselves. */
    private final SortedMap<Integer, Throwable> failures = new TreeMap<>();

    Machines(SimCluster<?, ?, ?> cluster, boolean hasDisks) {
        this.cluster = cluster;
        this.hasDisks = hasDisks;
        cluster.onNodeFailure(this::onFailure);
    }

    boolean hasDisks() {
        return hasDisks;
    }

    /** Why a node stopped by itself in its latest life. */
    Optional<Throwable> failure(int node) {
        return Optional.ofNullable(failures.get(node));
    }

    /** Whether there is a process that has not stopped by itself. */
    boolean isUp(int node) {
        return cluster.isUp(node) && !failures.containsKey(node);
    }

    void crash(int node) {
        noteIf(isUp(node), Fault.CRASH, node);
        cluster.kill(node);
    }

    /** A node has closed, and its process ends. */
    void stopped(int node) {
        noteIf(isUp(node), Fault.PLANNED_STOP, node);
        cluster.kill(node);
    }

    void powerCut(int node) {
        requireDisks();
        noteIf(isUp(node), Fault.POWER_CUT, node);
        cluster.powerCut(node);
    }

    void restart(int node) {
        cluster.kill(node);
        failures.remove(node);
        cluster.boot(node);
    }

    void pause(int node) {
        noteIf(isUp(node), Fault.PAUSE, node);
        cluster.pause(node);
    }

    void resume(int node) {
        cluster.resume(node);
    }

    void slow(int node, Duration longestDelay) {
        requireDelay(longestDelay);
        noteIf(isUp(node) && !longestDelay.isZero(), Fault.SLOW_NODE, node);
        cluster.slow(node, longestDelay);
    }

    void slowDisk(int node, int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException("A disk takes at least 1 times as long, but should take " + factor);
        }
        noteIf(isUp(node) && factor > 1, Fault.SLOW_SYNC, node);
        cluster.slowFiles(node, factor);
    }

    void fullDisk(int node, boolean enabled) {
        requireDisks();
        cluster.disk(node).disk().full(enabled);
        noteIf(enabled, Fault.DISK_FULL, node);
    }

    void stallDisk(int node, boolean enabled) {
        noteIf(isUp(node) && enabled, Fault.STALLED_SYNC, node);
        cluster.stallFiles(node, enabled);
    }

    void clockRate(int node, double factor) {
        if (!(factor >= SLOWEST_CLOCK && factor <= FASTEST_CLOCK)) {
            throw new IllegalArgumentException("A clock runs 0.1 to 10 times as fast as time, but should " + factor);
        }
        noteIf(isUp(node) && factor != 1, Fault.CLOCK_RATE, node);
        cluster.clockRate(node, factor);
    }

    static void requireDelay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("A delay is zero or more, but is " + delay);
        }
    }

    private void requireDisks() {
        if (!hasDisks) {
            throw new IllegalStateException("This cluster has no disks, for its spec brings a storage(..) of its own:"
                    + " leave that out, or say disks(..) instead");
        }
    }

    private void onFailure(NodeId id, boolean isStart, Throwable cause) {
        int node = cluster.number(id);
        if (isStart && isWantOfRoom(cause)) {
            failures.put(node, cause);
        } else {
            cluster.simulation().fail(cause);
        }
    }

    private static boolean isWantOfRoom(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof StorageException storage && storage.reason() == StorageException.Reason.FULL) {
                return true;
            }
        }
        return false;
    }

    /** Whatever is done to the cluster stands in the story that a failure tells. */
    private void noteIf(boolean isDone, Fault fault, int node) {
        if (isDone) {
            cluster.faults().onFault(fault, cluster.id(node));
        }
    }
}

package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.test.sim.Disturbance;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.SimCluster;
import io.github.reactiveraft.test.sim.SimProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import reactor.core.scheduler.Scheduler;

/** Strikes at random intervals with one of the faults of a plan, and mends after a while what does not mend itself. */
final class Nemesis implements Adversary {

    private static final int FILE_WORK_LOOK_COUNT = 1_000;
    private static final long FILE_WORK_LOOK_MICROS = 150;

    private final ChaosPlan plan;
    private final SimCluster<?, ?, ?> cluster;
    private final Members members;
    private final DiskNemesis disks;
    private final NetworkNemesis links;
    private final RandomGenerator random;
    private final Scheduler world;
    private final List<Fault> choices;
    private boolean isOver;

    Nemesis(ChaosPlan plan, SimCluster<?, ?, ?> cluster, Members members) {
        this.plan = plan;
        this.cluster = cluster;
        this.members = members;
        this.random = cluster.simulation().random("nemesis");
        this.world = cluster.simulation().scheduler();
        List<NodeId> ids =
                IntStream.range(0, cluster.size()).mapToObj(cluster::id).toList();
        this.links = new NetworkNemesis(cluster.network(), ids, random, this::later);
        this.disks = new DiskNemesis(members, random, this::later);
        this.choices = plan.faults().stream().filter(Nemesis::isStruck).toList();
    }

    /** Whether a fault is this one's business; others happen to messages and clients by themselves. */
    private static boolean isStruck(Fault fault) {
        return switch (fault) {
            case LOSS, DUPLICATE, LATE_REPLAY, CORRUPT_FRAME -> false;
            case CLIENT_RETRY, CLIENT_DUPLICATE, CLIENT_CANCEL, SLOW_CONSUMER -> false;
            default -> true;
        };
    }

    @Override
    public void start() {
        if (!choices.isEmpty()) {
            next();
        }
    }

    /** Strictly the same logarithm on every machine: it decides when things happen. */
    private void next() {
        double mean = plan.faultInterval().toMillis();
        long pause = Math.max(1, (long) (-mean * StrictMath.log(1 - random.nextDouble())));
        later(pause, () -> {
            strike(choices.get(random.nextInt(choices.size())));
            next();
        });
    }

    @Override
    public void end() {
        isOver = true;
        links.heal();
        cluster.network().model(plan.network().withDisturbance(Disturbance.NONE));
        members.rest();
        members.heal();
    }

    private void strike(Fault fault) {
        int node = node();
        switch (fault) {
            case CRASH -> count(fault, node, members.crash(node, false));
            case POWER_CUT -> powerCut(node);
            case PLANNED_STOP -> count(fault, node, members.stop(node));
            case LOST_WRITE, TORN_WRITE -> powerCutInFileWork(node, FILE_WORK_LOOK_COUNT);
            case PAUSE -> pause(node);
            case SLOW_NODE -> {
                Duration longest = Duration.ofMillis(random.nextInt(1, 20));
                during(fault, node, process -> process.slow(longest), process -> process.slow(Duration.ZERO));
            }
            case CLOCK_RATE -> {
                double factor = random.nextDouble(0.95, 1.05);
                during(fault, node, process -> process.clockRate(factor), process -> process.clockRate(1));
            }
            case CLOCK_JUMP -> {
                Duration step = Duration.ofMillis(random.nextLong(-300_000, 300_001));
                during(fault, node, process -> process.wallClockJump(step), process -> {});
            }
            case SLOW_SYNC -> {
                int factor = random.nextInt(10, 1_001);
                long millis = random.nextLong(1_000, 30_000);
                during(fault, node, millis, process -> process.slowFiles(factor), process -> process.slowFiles(1));
            }
            case STALLED_SYNC -> {
                long millis = random.nextLong(1_000, 20_000);
                during(fault, node, millis, process -> process.stallFiles(true), process -> process.stallFiles(false));
            }
            case READ_ERROR,
                    SYNC_ERROR,
                    DISK_FULL,
                    ROT_ENTRY,
                    ROT_HEADER,
                    ROT_STATE,
                    ROT_SNAPSHOT,
                    STALE_READ,
                    MISDIRECTED_READ,
                    LOST_DISK,
                    OLD_COPY -> disks.strike(fault, node);
            default -> links.strike(fault, cluster.id(node), cluster.id(other(node)));
        }
    }

    private void count(Fault fault, int node, boolean isDone) {
        if (isDone) {
            cluster.faults().onFault(fault, cluster.id(node));
        }
    }

    /** One node, or now and then all at once. */
    private void powerCut(int node) {
        if (random.nextInt(20) == 0) {
            for (int each = 0; each < members.size(); each++) {
                count(Fault.POWER_CUT, each, members.crash(each, true));
            }
        } else if (random.nextInt(3) == 0) {
            count(Fault.POWER_CUT, node, members.crash(node, true));
        } else {
            powerCutInFileWork(node, FILE_WORK_LOOK_COUNT);
        }
    }

    /** Most of the time a disk is idle, and a power cut takes nothing: so it waits for its chance. */
    private void powerCutInFileWork(int node, int lookCount) {
        boolean isInFileWork =
                cluster.process(node).filter(SimProcess::isInFileWork).isPresent();
        if (lookCount == 0 || isInFileWork) {
            count(Fault.POWER_CUT, node, members.crash(node, true));
        } else {
            later(FILE_WORK_LOOK_MICROS, TimeUnit.MICROSECONDS, () -> powerCutInFileWork(node, lookCount - 1));
        }
    }

    private void pause(int node) {
        boolean isLong = random.nextInt(10) == 0;
        long millis = isLong ? random.nextLong(5_000, 30_000) : random.nextLong(100, 5_000);
        cluster.process(node).filter(process -> !process.isPaused()).ifPresent(process -> {
            cluster.faults().onFault(Fault.PAUSE, cluster.id(node));
            process.pause();
            later(millis, process::resume);
        });
    }

    /** Does something to a member's process and, some time later, the opposite. */
    private void during(Fault fault, int node, Consumer<SimProcess> begin, Consumer<SimProcess> end) {
        during(fault, node, random.nextLong(500, 8_000), begin, end);
    }

    private void during(Fault fault, int node, long millis, Consumer<SimProcess> begin, Consumer<SimProcess> end) {
        cluster.process(node).ifPresent(process -> {
            cluster.faults().onFault(fault, cluster.id(node));
            begin.accept(process);
            later(millis, () -> end.accept(process));
        });
    }

    private void later(long millis, Runnable action) {
        later(millis, TimeUnit.MILLISECONDS, action);
    }

    /** Does something later, unless all is over by then. */
    private void later(long delay, TimeUnit unit, Runnable action) {
        world.schedule(
                () -> {
                    if (!isOver) {
                        action.run();
                    }
                },
                delay,
                unit);
    }

    /** A member; in one case of four the leader, if there is one. */
    private int node() {
        if (random.nextInt(4) == 0) {
            for (int node = 0; node < members.size(); node++) {
                if (cluster.isLeader(node)) {
                    return node;
                }
            }
        }
        return random.nextInt(members.size());
    }

    private int other(int node) {
        return (node + 1 + random.nextInt(members.size() - 1)) % members.size();
    }
}

package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.test.disk.CrashDisk;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.SimCluster;
import io.github.reactiveraft.test.sim.SimProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import reactor.core.scheduler.Scheduler;

/**
 * The members of a cluster as whoever operates it sees them: takes them down in ways that leave something to recover
 * from, starts them again, and decides beforehand whose data may be spoiled beyond repair (the fault atlas): never that of
 * so many that the rest has no majority. A node that stops although nothing was done to it ends the run.
 */
final class Members {

    private final SimCluster<RegisterWrite, Integer, RegisterAnswer> cluster;
    private final RandomGenerator random;
    private final Scheduler world;
    /** Those whose data may be spoiled beyond repair. */
    private final SortedSet<Integer> victims = new TreeSet<>();
    /** Those whose data was. */
    private final SortedSet<Integer> lost = new TreeSet<>();
    /** Those that are not wanted yet. */
    private final SortedSet<Integer> resting = new TreeSet<>();
    /** Those that were asked to stop, and have not yet. */
    private final SortedSet<Integer> leaving = new TreeSet<>();
    /** Copies of members' disks, made while they were down. */
    private final SortedMap<Integer, OldCopy> copies = new TreeMap<>();
    /** Those that are to start, once more, from an older copy. */
    private final SortedSet<Integer> setBack = new TreeSet<>();
    /** What was done to a member's disk that may stop it. */
    private final Poisons poisons = new Poisons();

    Members(SimCluster<RegisterWrite, Integer, RegisterAnswer> cluster) {
        this.cluster = cluster;
        this.random = cluster.simulation().random("members");
        this.world = cluster.simulation().scheduler();
        int victimCount = (cluster.size() - 1) / 2;
        while (victims.size() < victimCount) {
            victims.add(random.nextInt(cluster.size()));
        }
        cluster.onNodeFailure(this::onFailure);
        for (int node = 0; node < cluster.size(); node++) {
            NodeId id = cluster.id(node);
            cluster.disk(node).onFull(() -> cluster.faults().onFault(Fault.DISK_FULL, id));
        }
    }

    int size() {
        return cluster.size();
    }

    NodeId id(int node) {
        return cluster.id(node);
    }

    boolean isUp(int node) {
        return cluster.isUp(node);
    }

    Optional<RaftNode<RegisterWrite, Integer, RegisterAnswer>> node(int node) {
        return cluster.node(node);
    }

    /** Those whose data was not lost: they have to come back. */
    List<Integer> trusted() {
        return IntStream.range(0, size())
                .filter(node -> !lost.contains(node))
                .boxed()
                .toList();
    }

    /** Whether a member's data may be spoiled beyond repair, and is not yet. */
    boolean isVictim(int node) {
        return victims.contains(node) && !lost.contains(node);
    }

    /**
     * Whether every other member has on disk which data directory this member has. Only then a member that comes back with
     * an empty disk is recognised: with one that never met it, it looks just like a cluster that starts for the first time.
     */
    boolean isMetByAll(int node) {
        return trusted().stream()
                .filter(other -> other != node)
                .map(other -> cluster.checks().disk(id(other)).hardState().incarnations())
                .allMatch(known -> known.containsKey(id(node)));
    }

    /** Whether every other member has on disk that this member has started since. */
    private boolean isMetByAllSince(int node, Incarnation then) {
        return trusted().stream()
                .filter(other -> other != node)
                .map(other -> cluster.checks().disk(id(other)).hardState().incarnations())
                .map(known -> known.get(id(node)))
                .allMatch(known -> known != null && known.continues(then) && !known.equals(then));
    }

    /** Takes a member down and starts it again some time later; answers whether it was up. */
    boolean crash(int node, boolean isPowerCut) {
        if (!isUp(node)) {
            return false;
        }
        kill(node, isPowerCut);
        bootLater(node);
        return true;
    }

    /** Asks a member to stop by itself, and starts it again some time after it has; answers whether it ran. */
    boolean stop(int node) {
        Optional<RaftNode<RegisterWrite, Integer, RegisterAnswer>> running = node(node);
        running.ifPresent(stopping -> leaving.add(node));
        running.ifPresent(stopping -> stopping.close()
                .subscribe(
                        none -> {},
                        failed -> {},
                        () -> world.schedule(() -> {
                            if (node(node).equals(running)) {
                                crash(node, false);
                            }
                        })));
        return running.isPresent();
    }

    private void kill(int node, boolean isPowerCut) {
        // A sync that was to fail dies with its process.
        poisons.endProcess(node);
        leaving.remove(node);
        if (isPowerCut) {
            cluster.powerCut(node);
        } else {
            cluster.kill(node);
        }
    }

    private void bootLater(int node) {
        boolean isLong = random.nextInt(5) == 0;
        long millis = isLong ? random.nextLong(3_000, 15_000) : random.nextLong(50, 3_000);
        world.schedule(() -> boot(node), millis, TimeUnit.MILLISECONDS);
    }

    /** Starts a member unless it is up, or is never to come back. */
    void boot(int node) {
        if (!isUp(node) && !resting.contains(node) && isWelcome(node)) {
            cluster.boot(node);
        }
    }

    /** An older copy may start so often only: with every start in a row that nobody notices it is harder to recognise. */
    private boolean isWelcome(int node) {
        return !lost.contains(node) || poisons.has(node, Fault.LOST_DISK) || setBack.remove(node);
    }

    /** Does something to a member's disk while the member is down, after which it may not come up again by itself. */
    boolean spoil(int node, Fault fault, SpoiledDisk spoiling) {
        if (cluster.node(node).isEmpty() || poisons.isFull(node) || lost.contains(node)) {
            return false;
        }
        kill(node, random.nextBoolean());
        boolean isSpoiled = spoiling.isSpoiled(cluster.disk(node).disk());
        if (isSpoiled) {
            poisons.put(node, fault);
            if (Poisons.DAMAGE.contains(fault)) {
                cluster.checks().onDamaged(id(node));
            }
            if (!Poisons.LATER.contains(fault)) {
                cluster.faults().onFault(fault, id(node));
            }
        }
        bootLater(node);
        return isSpoiled;
    }

    /** A member's disk gave something else than stands there. */
    void onMisread(int node, Fault fault) {
        cluster.faults().onFault(fault, id(node));
    }

    /** Does something to a disk; answers whether that was possible. */
    interface SpoiledDisk {
        boolean isSpoiled(CrashDisk disk);
    }

    /** A member's data cannot be trusted any more. */
    void giveUp(int node) {
        lost.add(node);
        cluster.giveUp(node);
    }

    /** Puts an empty disk into a member, which then has forgotten everything. */
    void replaceDisk(int node) {
        kill(node, true);
        giveUp(node);
        cluster.disk(node).replace();
        poisons.put(node, Fault.LOST_DISK);
        cluster.faults().onFault(Fault.LOST_DISK, id(node));
        bootLater(node);
    }

    /** Puts an older copy of its disk into a running member; if there is none yet, makes one for later. */
    void setBack(int node) {
        OldCopy copy = copies.get(node);
        if (copy == null) {
            Optional<Incarnation> now = cluster.checks().disk(id(node)).incarnation();
            kill(node, random.nextBoolean());
            CrashDisk made = cluster.disk(node).disk().copy();
            now.ifPresent(incarnation -> copies.put(node, new OldCopy(made, incarnation)));
            bootLater(node);
        } else if (isMetByAllSince(node, copy.incarnation())) {
            kill(node, true);
            giveUp(node);
            cluster.disk(node).replaceBy(copy.disk());
            poisons.put(node, Fault.OLD_COPY);
            setBack.add(node);
            cluster.faults().onFault(Fault.OLD_COPY, id(node));
            bootLater(node);
        }
    }

    private record OldCopy(CrashDisk disk, Incarnation incarnation) {}

    /** A running member's disk fails something from now on; answers whether there is one. */
    boolean poison(int node, Fault fault, SpoiledDisk poisoning) {
        if (cluster.node(node).isEmpty() || lost.contains(node)) {
            return false;
        }
        // It has survived whatever was done to it before its start.
        poisons.survived(node);
        return poisons.putIfAbsent(node, fault)
                && poisoning.isSpoiled(cluster.disk(node).disk());
    }

    /** A member's disk has room again. */
    void free(int node) {
        cluster.disk(node).disk().full(false);
        poisons.mend(node);
    }

    /** Whether a member's data was lost, so that what it does proves nothing any more. */
    boolean isLost(int node) {
        return lost.contains(node);
    }

    private void onFailure(NodeId id, boolean isStart, Throwable cause) {
        int node = cluster.number(id);
        if (lost.contains(node)) {
            return;
        }
        Fault poison = poisons.of(node);
        if (!poisons.explains(node, isStart, cause)) {
            String doings = poison == null ? "nothing was done to its disk" : poison + " is no reason";
            String what = id + " stopped, and " + doings + ": " + cause.getMessage();
            cluster.simulation().fail(new AssertionError(what, cause));
            return;
        }
        if (poison == Fault.READ_ERROR || poison == Fault.SYNC_ERROR) {
            cluster.faults().onFault(poison, id);
        }
        // Not from inside the failing node's own work.
        world.schedule(() -> {
            kill(node, random.nextBoolean());
            poisons.remove(node, Fault.READ_ERROR);
            bootLater(node);
        });
    }

    /** Nobody runs on data that is older than what others know of. */
    void requireSound() {
        poisons.unfit()
                .forEach(node -> Finding.unless(
                        isLost(node) || cluster.node(node).isEmpty(),
                        () -> id(node) + " has started in spite of " + poisons.of(node)));
    }

    /** Takes down all but a bare majority, of members whose data is sound for certain, until {@link #wake}. */
    void rest() {
        for (int node : victims) {
            resting.add(node);
            if (isUp(node)) {
                kill(node, false);
            }
        }
    }

    /** Those that a majority has to manage with. */
    List<Integer> awake() {
        return trusted().stream().filter(node -> !resting.contains(node)).toList();
    }

    /** Starts those again that were taken down. */
    void wake() {
        SortedSet<Integer> rested = new TreeSet<>(resting);
        resting.clear();
        rested.forEach(this::boot);
    }

    /** Ends everything that lasts: whoever can run, runs again. */
    void heal() {
        for (int node = 0; node < size(); node++) {
            cluster.process(node).ifPresent(Members::heal);
            cluster.disk(node).disk().mend();
            poisons.mend(node);
            if (leaving.contains(node)) {
                kill(node, false);
            }
            if (poisons.has(node, Fault.OLD_COPY)) {
                setBack.add(node);
            }
            boot(node);
        }
    }

    private static void heal(SimProcess process) {
        process.resume();
        process.slow(Duration.ZERO);
        process.slowFiles(1);
        process.stallFiles(false);
        process.clockRate(1);
    }
}

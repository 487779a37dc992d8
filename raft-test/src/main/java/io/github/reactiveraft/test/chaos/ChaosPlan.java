package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.SessionPolicy;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.test.sim.Disturbance;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.NetworkModel;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * What a seed draws: how large the cluster is, what its limits are, which faults happen to it and how often, and what
 * the clients do. Every kind of fault is drawn for half of the seeds, so that none hides another for long; one seed in ten
 * has none at all.
 *
 * @param seed what decides the run
 * @param nodeCount how many members
 * @param duration how long the safety phase takes
 * @param faults the kinds of faults that may happen
 * @param faultInterval the mean time from one fault to the next
 * @param network how messages travel
 * @param segmentBytes the size of log files
 * @param limits the nodes' limits
 * @param clientCount how many clients
 * @param thinkTime the mean time a client waits between two operations
 * @param keyCount how many registers they share
 * @param snapshots when nodes take snapshots
 * @param sessions when sessions end, and how long nodes ask for outcomes
 */
public record ChaosPlan(
        long seed,
        int nodeCount,
        Duration duration,
        SortedSet<Fault> faults,
        Duration faultInterval,
        NetworkModel network,
        int segmentBytes,
        RaftLimits limits,
        int clientCount,
        Duration thinkTime,
        int keyCount,
        SnapshotPolicy snapshots,
        SessionPolicy sessions) {

    private static final int KIB = 1_024;
    private static final int LONG_RUN_EVERY = 10;

    /** For some 14 changes, so that a watcher that is slow is too slow before long. */
    private static final int FEW_CHANGES_BYTES = KIB;

    private static final List<Fault> PACKET_FAULTS = List.of(Fault.LOSS, Fault.DUPLICATE, Fault.LATE_REPLAY);

    private static final RaftLimits TIGHT = RaftLimits.defaults()
            .withBatch(3, KIB)
            .withWindow(2, KIB)
            .withTailBytes(64 * KIB)
            .withEntryBytes(2_000)
            .withPending(60, 10_000)
            .withWatchBytes(FEW_CHANGES_BYTES);

    /** Copies the set. */
    public ChaosPlan {
        faults = Collections.unmodifiableSortedSet(new TreeSet<>(faults));
    }

    /** Draws the plan of a seed: every tenth runs for ten minutes, the others for one to two. */
    public static ChaosPlan of(long seed) {
        boolean isLong = Math.floorMod(seed, LONG_RUN_EVERY) == 0;
        int seconds = new SplittableRandom(seed).nextInt(60, 121);
        return of(seed, isLong ? Duration.ofMinutes(10) : Duration.ofSeconds(seconds));
    }

    /** Draws the plan of a seed, but for a given time. */
    public static ChaosPlan of(long seed, Duration duration) {
        SplittableRandom random = randomOf(seed);
        boolean isFaultless = random.nextInt(10) == 0;
        return of(seed, duration, isFaultless ? new TreeSet<>() : draw(random), random);
    }

    /**
     * Draws the plan of a seed, but for a given time and with these kinds of faults. Those that happen to packets and those
     * that happen to connections exclude each other: which of them go is drawn as well.
     */
    public static ChaosPlan of(long seed, Duration duration, SortedSet<Fault> faults) {
        return of(seed, duration, new TreeSet<>(faults), randomOf(seed));
    }

    /** The first draw is the duration's. */
    private static SplittableRandom randomOf(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        random.nextInt();
        return random;
    }

    private static ChaosPlan of(long seed, Duration duration, SortedSet<Fault> faults, SplittableRandom random) {
        int nodeCount = random.nextInt(4) == 0 ? 5 : 3;
        Duration faultInterval = Duration.ofMillis(random.nextInt(400, 2_000));
        NetworkModel network = network(random, faults);
        int segmentBytes = (4 * KIB) << random.nextInt(4);
        RaftLimits limits = random.nextInt(4) == 0 ? TIGHT : RaftLimits.defaults();
        return new ChaosPlan(
                seed,
                nodeCount,
                duration,
                faults,
                faultInterval,
                network,
                segmentBytes,
                faults.contains(Fault.SLOW_CONSUMER) ? limits.withWatchBytes(FEW_CHANGES_BYTES) : limits,
                random.nextInt(3, 9),
                Duration.ofMillis(random.nextInt(60, 300)),
                random.nextInt(5) == 0 ? 2 : 10,
                snapshots(random),
                sessions(random));
    }

    /** In one run of three so short that many end. The last draw: everything else is as it would be without. */
    private static SessionPolicy sessions(SplittableRandom random) {
        SessionPolicy policy = SessionPolicy.defaults().withPatience(Duration.ofMillis(random.nextInt(500, 10_000)));
        return random.nextInt(3) == 0 ? policy.withTimeout(Duration.ofMillis(random.nextInt(1_000, 4_000))) : policy;
    }

    /** So small that there are many in every run. */
    static SnapshotPolicy snapshots(SplittableRandom random) {
        int entryCount = random.nextInt(10, 151);
        int trailingCount = random.nextInt(31);
        return new SnapshotPolicy(entryCount, random.nextLong(8 * KIB, 64 * KIB + 1), trailingCount);
    }

    private static SortedSet<Fault> draw(SplittableRandom random) {
        SortedSet<Fault> drawn = new TreeSet<>();
        for (Fault fault : EnumSet.allOf(Fault.class)) {
            if (random.nextBoolean()) {
                drawn.add(fault);
            }
        }
        return drawn;
    }

    /** Draws how messages travel, and takes away what cannot happen to messages that travel like that. */
    private static NetworkModel network(SplittableRandom random, Set<Fault> faults) {
        boolean isDrawnConnected = random.nextBoolean();
        boolean hasPacketFaults = PACKET_FAULTS.stream().anyMatch(faults::contains);
        boolean isConnected = hasPacketFaults == faults.contains(Fault.RESET) ? isDrawnConnected : !hasPacketFaults;
        if (isConnected) {
            faults.removeAll(PACKET_FAULTS);
        } else {
            faults.remove(Fault.RESET);
        }
        NetworkModel.Silence[] silences = NetworkModel.Silence.values();
        return NetworkModel.reliable()
                .withDisturbance(disturbance(random, faults))
                .withCarriage(isConnected ? NetworkModel.Carriage.CONNECTIONS : NetworkModel.Carriage.PACKETS)
                .withSilence(silences[random.nextInt(silences.length)]);
    }

    private static Disturbance disturbance(SplittableRandom random, Set<Fault> faults) {
        Disturbance disturbance = Disturbance.NONE;
        if (faults.contains(Fault.CORRUPT_FRAME)) {
            disturbance = disturbance.withCorruption(random.nextDouble(1e-4, 1e-2));
        }
        if (faults.contains(Fault.RESET)) {
            disturbance = disturbance.withResets(random.nextDouble(1, 10));
        }
        if (faults.contains(Fault.LOSS)) {
            disturbance = disturbance.withLoss(random.nextDouble(0.005, 0.2));
        }
        boolean isReplaying = faults.contains(Fault.LATE_REPLAY);
        if (faults.contains(Fault.DUPLICATE)) {
            disturbance = disturbance.withDuplication(random.nextDouble(0.01, 0.2), isReplaying ? 0.02 : 0);
        } else if (isReplaying) {
            disturbance = disturbance.withDuplication(random.nextDouble(0.001, 0.01), 1);
        }
        return disturbance;
    }

    /** Whether a kind of fault may happen. */
    public boolean has(Fault fault) {
        return faults.contains(fault);
    }
}

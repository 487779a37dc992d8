package io.github.reactiveraft.test.lab;

import io.github.reactiveraft.test.sim.SimCluster;
import io.github.reactiveraft.test.sim.check.DiskImage;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Group D: every node takes a snapshot after every ten entries and forgets the log before it. */
final class SnapshotScenarios {

    /** The lab's bound for what a server persists beside its snapshot. */
    private static final long MOST_LIVE_BYTES = 2_000;

    /** As many bytes as term and vote take in the lab's encoding, generously. */
    private static final long STATE_BYTES = 64;

    private static final int NODE_COUNT = 3;
    private static final int ROUND_COUNT = 30;

    private SnapshotScenarios() {}

    static void basic(LabCluster lab) {
        rounds(lab, victim -> {}, victim -> {}, NODE_COUNT);
    }

    static void disconnected(LabCluster lab) {
        SimCluster<?, ?, ?> cluster = lab.cluster();
        rounds(lab, cluster::disconnect, cluster::connect, NODE_COUNT - 1);
        requireTakenOver(lab);
    }

    static void crashed(LabCluster lab) {
        SimCluster<?, ?, ?> cluster = lab.cluster();
        rounds(
                lab,
                cluster::crash,
                victim -> {
                    cluster.start(victim);
                    cluster.connect(victim);
                },
                NODE_COUNT - 1);
        requireTakenOver(lab);
    }

    /** A victim misses so much that, when it comes back, only a snapshot helps. */
    private static void rounds(LabCluster lab, Consumer<Integer> remove, Consumer<Integer> bringBack, int left) {
        boolean hasVictim = left < NODE_COUNT;
        lab.agree(lab.randomCommand(), NODE_COUNT);
        int leader = lab.oneLeader();
        for (int round = 0; round < ROUND_COUNT; round++) {
            boolean isLeaderVictim = round % 3 == 1;
            int victim = isLeaderVictim ? leader : lab.after(leader, 1);
            int sender = isLeaderVictim ? lab.after(leader, 1) : leader;
            remove.accept(victim);
            if (hasVictim) {
                lab.agree(lab.randomCommand(), left);
            }
            int count = 5 + lab.random().nextInt(10);
            for (int i = 0; i < count; i++) {
                lab.submit(sender, lab.randomCommand());
            }
            lab.agree(lab.randomCommand(), left);
            requireFewLiveBytes(lab);
            bringBack.accept(victim);
            if (hasVictim) {
                lab.agree(lab.randomCommand(), NODE_COUNT);
                leader = lab.oneLeader();
            }
        }
        requireSnapshots(lab);
    }

    private static void requireFewLiveBytes(LabCluster lab) {
        for (int node = 0; node < NODE_COUNT; node++) {
            Expect.atMost("live bytes on disk", lab.liveByteCount(node) + STATE_BYTES, MOST_LIVE_BYTES - 1);
        }
    }

    private static void requireSnapshots(LabCluster lab) {
        for (int node = 0; node < NODE_COUNT; node++) {
            DiskImage disk = disk(lab, node);
            Expect.that(disk.snapshot().isPresent(), () -> "A node without a snapshot" + lab.states());
        }
    }

    /** In a good part of the rounds the victim missed so much that nothing else helps. */
    private static void requireTakenOver(LabCluster lab) {
        Expect.atLeast("snapshots taken over", lab.cluster().checks().takenOverCount(), ROUND_COUNT / 3L);
    }

    private static DiskImage disk(LabCluster lab, int node) {
        return lab.cluster().checks().disk(lab.cluster().id(node));
    }

    static void allCrash(LabCluster lab) {
        lab.agree(lab.randomCommand(), NODE_COUNT);
        for (int round = 0; round < 5; round++) {
            int count = 5 + lab.random().nextInt(10);
            for (int i = 0; i < count; i++) {
                lab.agree(lab.randomCommand(), NODE_COUNT);
            }
            int before = lab.agree(lab.randomCommand(), NODE_COUNT);
            crashAll(lab);
            int after = lab.agree(lab.randomCommand(), NODE_COUNT);
            Expect.atLeast("index after the crash", after, before + 1);
        }
        requireSnapshots(lab);
    }

    static void init(LabCluster lab) {
        lab.agree(lab.randomCommand(), NODE_COUNT);
        for (int i = 0; i < 11; i++) {
            lab.agree(lab.randomCommand(), NODE_COUNT);
        }
        requireSnapshots(lab);
        crashAll(lab);
        lab.agree(lab.randomCommand(), NODE_COUNT);
        crashAll(lab);
        lab.agree(lab.randomCommand(), NODE_COUNT);
    }

    private static void crashAll(LabCluster lab) {
        SimCluster<?, ?, ?> cluster = lab.cluster();
        IntStream.range(0, NODE_COUNT).forEach(cluster::crash);
        IntStream.range(0, NODE_COUNT).forEach(node -> {
            cluster.start(node);
            cluster.connect(node);
        });
    }
}

package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.SessionPolicy;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.test.sim.NetworkModel;
import io.github.reactiveraft.test.sim.Partitions;
import io.github.reactiveraft.test.sim.SimCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A short run that is worth being cut short at every step.
 *
 * @param name what it is about
 * @param plan the cluster, its clients and how long it takes
 * @param acts what happens in it beside that
 */
record CrashScript(String name, ChaosPlan plan, List<Act> acts) {

    private static final RaftLimits TIGHT = RaftLimits.defaults()
            .withBatch(2, 1_024)
            .withWindow(2, 1_024)
            .withTailBytes(64 * 1_024)
            .withEntryBytes(2_000)
            .withPending(60, 10_000);

    /** So small that every script but the shortest has snapshots, and entries behind them. */
    private static final SnapshotPolicy SNAPSHOTS = new SnapshotPolicy(5, 64 * 1_024, 2);

    /** What happens at an instant. */
    record Act(long millis, Deed deed) {}

    /** Does something to a cluster. */
    interface Deed {
        void run(SimCluster<?, ?, ?> cluster, Partitions partitions, Members members);
    }

    static List<CrashScript> all() {
        return List.of(
                new CrashScript("first start and election", plan(1, 3, 1_200, 1, 400), List.of()),
                new CrashScript("steady writes", plan(2, 3, 1_400, 2, 60), List.of()),
                new CrashScript("a cluster of one", plan(3, 1, 1_600, 2, 40), List.of()),
                new CrashScript("segment after segment", plan(4, 3, 1_100, 2, 10), List.of()),
                new CrashScript(
                        "a leader cut off, with entries that nobody else has",
                        plan(5, 3, 3_300, 1, 150),
                        List.of(
                                new Act(1_300, (cluster, partitions, members) -> partitions.isolate(leader(cluster))),
                                new Act(2_700, (cluster, partitions, members) -> {
                                    requireResigned(cluster);
                                    partitions.heal();
                                }))),
                new CrashScript("a follower that cannot hear its leader", plan(11, 3, 3_400, 1, 8_000), deafness()),
                new CrashScript(
                        "a follower that catches up",
                        plan(6, 3, 2_200, 1, 60),
                        List.of(
                                new Act(800, (cluster, partitions, members) -> cluster.kill(follower(cluster))),
                                new Act(1_800, (cluster, partitions, members) -> bootAll(members)))),
                new CrashScript(
                        "everybody loses power at once",
                        plan(7, 3, 2_500, 1, 80),
                        List.of(
                                new Act(1_300, (cluster, partitions, members) -> {
                                    for (int node = 0; node < cluster.size(); node++) {
                                        cluster.powerCut(node);
                                    }
                                }),
                                new Act(1_500, (cluster, partitions, members) -> bootAll(members)))),
                new CrashScript(
                        "a leader that dies and comes back",
                        plan(8, 3, 3_000, 1, 120),
                        List.of(
                                new Act(
                                        1_300,
                                        (cluster, partitions, members) -> cluster.powerCut(leaderNumber(cluster))),
                                new Act(2_600, (cluster, partitions, members) -> bootAll(members)))),
                new CrashScript("limits that are always reached", plan(9, 3, 1_100, TIGHT, 3, 40), List.of()),
                new CrashScript("five members", plan(10, 5, 1_200, 1, 120), List.of()));
    }

    /** Unless somebody lost its power meanwhile, the others go on believing in the leader (thesis §4.2.3). */
    private static List<Act> deafness() {
        List<RaftNode<?, ?, ?>> lives = new ArrayList<>();
        List<NodeId> leaders = new ArrayList<>();
        return List.of(
                new Act(1_700, (cluster, partitions, members) -> {
                    if (cluster.isLeader(leaderNumber(cluster))) {
                        leaders.add(leader(cluster));
                        lives.addAll(lives(cluster));
                    }
                    partitions.oneWay(leader(cluster), cluster.id(follower(cluster)));
                }),
                new Act(3_200, (cluster, partitions, members) -> {
                    boolean isUndisturbed = !leaders.isEmpty() && lives.equals(lives(cluster));
                    Finding.unless(
                            !isUndisturbed || leaders.contains(leader(cluster)),
                            () -> "A member that cannot hear the leader has deposed it");
                    partitions.heal();
                }));
    }

    /** The lives that the members are in: a member that starts again is another node. */
    private static List<RaftNode<?, ?, ?>> lives(SimCluster<?, ?, ?> cluster) {
        List<RaftNode<?, ?, ?>> lives = new ArrayList<>();
        for (int node = 0; node < cluster.size(); node++) {
            cluster.node(node).ifPresent(lives::add);
        }
        return lives;
    }

    private static ChaosPlan plan(long seed, int nodeCount, long millis, int clientCount, long thinkMillis) {
        return plan(seed, nodeCount, millis, RaftLimits.defaults(), clientCount, thinkMillis);
    }

    private static ChaosPlan plan(
            long seed, int nodeCount, long millis, RaftLimits limits, int clientCount, long thinkMillis) {
        return new ChaosPlan(
                seed,
                nodeCount,
                Duration.ofMillis(millis),
                new TreeSet<>(),
                Duration.ofSeconds(1),
                NetworkModel.reliable().withSilence(NetworkModel.Silence.REFUSED),
                4_096,
                limits,
                clientCount,
                Duration.ofMillis(thinkMillis),
                4,
                SNAPSHOTS,
                SessionPolicy.defaults());
    }

    /** By now who was cut off has given up (thesis §6.2), and at most a successor leads. */
    private static void requireResigned(SimCluster<?, ?, ?> cluster) {
        long count =
                IntStream.range(0, cluster.size()).filter(cluster::isLeader).count();
        Finding.unless(count <= 1, () -> "A leader that hears nobody goes on leading beside its successor");
    }

    private static int leaderNumber(SimCluster<?, ?, ?> cluster) {
        for (int node = 0; node < cluster.size(); node++) {
            if (cluster.isLeader(node)) {
                return node;
            }
        }
        return 0;
    }

    private static NodeId leader(SimCluster<?, ?, ?> cluster) {
        return cluster.id(leaderNumber(cluster));
    }

    private static int follower(SimCluster<?, ?, ?> cluster) {
        return (leaderNumber(cluster) + 1) % cluster.size();
    }

    private static void bootAll(Members members) {
        for (int node = 0; node < members.size(); node++) {
            members.boot(node);
        }
    }
}

package io.github.reactiveraft.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.core.storage.StorageSettings;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.SimCluster;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The parts of a run without the run: a cluster with the members, the ledger and the clients that a plan asks for. */
final class ChaosBench {

    final ChaosPlan plan;
    final SimCluster<RegisterWrite, Integer, RegisterAnswer> cluster;
    final Members members;
    final Ledger ledger;
    private int sequence;

    private ChaosBench(ChaosPlan plan, Supplier<StateMachine<RegisterWrite, Integer, RegisterAnswer>> machines) {
        this.plan = plan;
        this.cluster = SimCluster.of(machines, spec -> spec.nodes(plan.nodeCount())
                .seed(plan.seed())
                .network(plan.network())
                .disks(StorageSettings.defaults().withSegmentBytes(plan.segmentBytes()))
                .snapshots(plan.snapshots())
                .settings(settings -> settings.limits(plan.limits())));
        this.members = new Members(cluster);
        this.ledger = Ledger.of(cluster);
    }

    static ChaosBench of(ChaosPlan plan) {
        return new ChaosBench(plan, RegisterMachine::new);
    }

    static ChaosBench of(ChaosPlan plan, Supplier<StateMachine<RegisterWrite, Integer, RegisterAnswer>> machines) {
        return new ChaosBench(plan, machines);
    }

    static ChaosPlan plan(long seed, Fault... faults) {
        return ChaosPlan.of(seed, Duration.ofMinutes(1), new TreeSet<>(List.of(faults)));
    }

    ChaosClient client() {
        return new ChaosClient(plan, 99, cluster, ledger);
    }

    /** Starts all members and waits for a leader. */
    int start() {
        cluster.startAll();
        return leader();
    }

    int leader() {
        assertThat(cluster.runUntil(() -> leaders().count() == 1, Duration.ofSeconds(20)))
                .isTrue();
        return leaders().findFirst().orElseThrow();
    }

    /** A member that takes itself for the leader, or the first one. */
    int leaderNow() {
        return leaders().findFirst().orElse(0);
    }

    private IntStream leaders() {
        return IntStream.range(0, cluster.size()).filter(cluster::isLeader);
    }

    void advance(long millis) {
        cluster.advance(Duration.ofMillis(millis));
    }

    /** Hands the leader of the moment a command every so often, for ever, so that files and watchers have work. */
    void write(long everyMillis) {
        cluster.simulation()
                .scheduler()
                .schedulePeriodically(
                        () -> leaders()
                                .findFirst()
                                .ifPresent(leader ->
                                        cluster.submit(leader, RegisterWrite.of(1, ++sequence, 1, RegisterWrite.ANY))),
                        everyMillis,
                        everyMillis,
                        TimeUnit.MILLISECONDS);
    }
}

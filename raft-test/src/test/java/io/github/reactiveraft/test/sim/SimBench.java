package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.core.storage.StorageSettings;
import java.time.Duration;
import java.util.stream.IntStream;

/** A running cluster that adds up, on simulated disks. */
final class SimBench {

    static final Duration ELECTION = Duration.ofSeconds(5);

    final SimCluster<Long, Long, Long> cluster;

    private SimBench(SimCluster<Long, Long, Long> cluster) {
        this.cluster = cluster;
    }

    static SimBench of(int nodeCount, long seed) {
        SimCluster<Long, Long, Long> cluster = SimCluster.of(SimSum::new, spec -> spec.nodes(nodeCount)
                .seed(seed)
                .disks(StorageSettings.defaults().withSegmentBytes(4_096)));
        cluster.startAll();
        return new SimBench(cluster);
    }

    /** The leader, once there is exactly one. */
    int leader() {
        assertThat(cluster.runUntil(() -> leaders().count() == 1, ELECTION)).isTrue();
        return leaders().findFirst().orElseThrow();
    }

    IntStream leaders() {
        return IntStream.range(0, cluster.size()).filter(cluster::isLeader);
    }

    SimProcess process(int node) {
        return cluster.process(node).orElseThrow();
    }

    void advance(long millis) {
        cluster.advance(Duration.ofMillis(millis));
    }

    /** Lets a command be applied by the leader; answers how long that took. */
    Duration commit(long command) {
        Duration before = cluster.simulation().elapsed();
        SimSubmission<Long> submission = cluster.submit(leader(), command);
        assertThat(cluster.runUntil(() -> submission.result().isPresent(), ELECTION))
                .isTrue();
        return cluster.simulation().elapsed().minus(before);
    }
}

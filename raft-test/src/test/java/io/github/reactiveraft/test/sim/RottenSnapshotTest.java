package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.core.storage.StorageSettings;
import io.github.reactiveraft.test.disk.CrashDisk;
import io.github.reactiveraft.test.disk.Quiet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Snapshots of a cluster of three that are damaged where no start looks. */
@ExtendWith(Quiet.class)
class RottenSnapshotTest {

    private static final int MEMBERS = 3;

    private final List<NodeId> stopped = new ArrayList<>();
    private final SimCluster<Long, Long, Long> cluster = SimCluster.of(SimSum::new, spec -> spec.nodes(MEMBERS)
            .seed(7)
            .disks(StorageSettings.defaults().withSegmentBytes(4096))
            .snapshots(new SnapshotPolicy(10, Long.MAX_VALUE, 2)));
    private long next = 1;

    RottenSnapshotTest() {
        cluster.onNodeFailure((node, isStart, cause) -> stopped.add(node));
        cluster.startAll();
        await(() -> nodes().anyMatch(cluster::isLeader));
    }

    /** The one before it and the log make up for it, at the second start. */
    @Test
    void memberThatRestoresItStopsAndGoesOnFromTheOneBefore() {
        submit(25);
        int member = follower();
        cluster.kill(member);
        rot(member);
        cluster.checks().onDamaged(cluster.id(member));

        cluster.boot(member);
        await(() -> !stopped.isEmpty());
        cluster.kill(member);
        cluster.boot(member);
        await(() -> cluster.applied(member).size() == 25);

        assertThat(stopped).containsExactly(cluster.id(member));
        assertThat(names(member)).anyMatch(name -> name.endsWith(".snap.damaged"));
    }

    /** Nobody but the member that lags notices, and what it notices nobody else learns of. */
    @Test
    void leaderThatOffersItFindsOutAndStops() {
        int laggard = follower();
        cluster.kill(laggard);
        submit(25);
        int leader = nodes().filter(cluster::isLeader).findFirst().orElseThrow();
        rot(leader);
        cluster.checks().onDamaged(cluster.id(leader));

        cluster.boot(laggard);
        await(() -> !stopped.isEmpty());
        cluster.kill(leader);
        cluster.boot(leader);
        await(() -> nodes().allMatch(node -> cluster.applied(node).size() == 25));

        assertThat(stopped).containsExactly(cluster.id(leader));
    }

    private void submit(int count) {
        for (long last = next + count; next < last; next++) {
            int leader = nodes().filter(cluster::isLeader).findFirst().orElseThrow();
            cluster.submit(leader, next);
            long wanted = next;
            await(() -> nodes().filter(cluster::isUp)
                    .allMatch(node -> cluster.applied(node).size() == wanted));
        }
    }

    /** In the middle of the newest one. */
    private void rot(int member) {
        CrashDisk disk = cluster.disk(member).disk();
        String newest = names(member).stream()
                .filter(name -> name.endsWith(".snap"))
                .reduce((one, other) -> other)
                .orElseThrow();
        disk.flip(newest, disk.size(newest) - 22, 1);
    }

    private List<String> names(int member) {
        return cluster.disk(member).disk().names("");
    }

    private int follower() {
        return nodes().filter(node -> !cluster.isLeader(node)).findFirst().orElseThrow();
    }

    private void await(BooleanSupplier condition) {
        assertThat(cluster.runUntil(condition, Duration.ofSeconds(20))).isTrue();
    }

    private static IntStream nodes() {
        return IntStream.range(0, MEMBERS);
    }
}

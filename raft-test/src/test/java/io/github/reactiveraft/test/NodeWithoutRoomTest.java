package io.github.reactiveraft.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.test.disk.Quiet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Nodes that find no room, and go on by themselves when there is some. */
@ExtendWith(Quiet.class)
class NodeWithoutRoomTest {

    private static RaftCluster<Long, String, Long> cluster(int nodeCount, SnapshotPolicy snapshots) {
        RaftCluster<Long, String, Long> cluster = RaftCluster.simulated(
                Sum::new, spec -> spec.seed(5).nodes(nodeCount).disks(4096).snapshots(snapshots));
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        return cluster;
    }

    private static RaftStatus status(ClusterNode<?, ?, ?> node) {
        return node.status().orElseThrow();
    }

    private static void add(RaftCluster<Long, String, Long> cluster, int count) {
        StepVerifier.create(Flux.range(0, count).concatMap(n -> cluster.submit(1L)))
                .expectNextCount(count)
                .verifyComplete();
    }

    @Test
    void leaderWithoutRoomMakesWayAndGoesOnByItselfWhenThereIsSome() {
        RaftCluster<Long, String, Long> cluster = cluster(3, SnapshotPolicy.never());
        ClusterNode<Long, String, Long> old = cluster.leader();
        List<Long> acknowledged = new ArrayList<>();
        cluster.fullDisk(old);

        // One after the other until one is the first without room: whether that one is done, others know.
        StepVerifier.create(Flux.range(0, 500).concatMap(n -> old.submit(1L)).doOnNext(acknowledged::add))
                .thenConsumeWhile(sum -> true)
                .verifyError(RaftException.OutcomeUnknown.class);
        assertThat(acknowledged).hasSizeBetween(10, 200);
        assertThat(status(old).storage()).isEqualTo(StorageHealth.FULL);
        assertThat(status(old).role()).isEqualTo(Role.FOLLOWER);
        StepVerifier.create(old.submit(1L)).verifyErrorSatisfies(refused -> assertThat(refused)
                .isInstanceOfSatisfying(RaftException.Unavailable.class, unavailable -> assertThat(unavailable)
                        .hasMessageContaining("its own disk is full, free some space")
                        .matches(RaftException::isDefinitelyNotDone)));

        StepVerifier.create(cluster.awaitLeader())
                .assertNext(leader -> assertThat(leader).isNotSameAs(old))
                .verifyComplete();
        long sum = Objects.requireNonNull(cluster.read("sum").block());
        assertThat(sum).isBetween((long) acknowledged.size(), acknowledged.size() + 1L);
        add(cluster, 100);
        cluster.advance(Duration.ofMinutes(5));
        assertThat(status(old).storage()).isEqualTo(StorageHealth.FULL);

        cluster.freeDisk(old);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        assertThat(status(old).storage()).isEqualTo(StorageHealth.OK);
        StepVerifier.create(old.read("sum")).expectNext(sum + 100).verifyComplete();
        assertThat(old.failure()).isEmpty();
    }

    @Test
    void followerWithoutRoomAnswersEverythingButTakesNothing() {
        RaftCluster<Long, String, Long> cluster = cluster(3, SnapshotPolicy.never());
        ClusterNode<Long, String, Long> leader = cluster.leader();
        ClusterNode<Long, String, Long> follower = cluster.followers().get(0);
        cluster.fullDisk(follower);

        add(cluster, 300);
        cluster.advance(Duration.ofMinutes(1));
        assertThat(status(follower).storage()).isEqualTo(StorageHealth.FULL);
        assertThat(status(follower).lastIndex()).isLessThan(300);
        assertThat(status(follower).leader()).contains(leader.id());
        StepVerifier.create(follower.read("sum")).expectNext(300L).verifyComplete();
        StepVerifier.create(follower.submit(1L)).expectNext(301L).verifyComplete();
        assertThat(cluster.leader()).isSameAs(leader);

        cluster.freeDisk(follower);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        assertThat(status(follower).storage()).isEqualTo(StorageHealth.OK);
        assertThat(cluster.leader()).isSameAs(leader);
    }

    @Test
    void clusterWithoutRoomAnywhereKeepsWhatItHasAndGoesOn() {
        for (int nodeCount : new int[] {1, 3}) {
            RaftCluster<Long, String, Long> cluster = cluster(nodeCount, SnapshotPolicy.never());
            cluster.nodes().forEach(cluster::fullDisk);

            List<Long> acknowledged = new ArrayList<>();
            StepVerifier.create(Flux.range(0, 500)
                            .concatMap(n -> cluster.leader().submit(1L))
                            .doOnNext(acknowledged::add))
                    .thenConsumeWhile(sum -> true)
                    .verifyError(RaftException.class);
            cluster.advance(Duration.ofMinutes(1));
            assertThatExceptionOfType(AssertionError.class).isThrownBy(cluster::leader);
            assertThat(cluster.nodes()).allMatch(ClusterNode::isUp);

            cluster.nodes().forEach(cluster::freeDisk);
            StepVerifier.create(cluster.awaitConverged()).verifyComplete();
            StepVerifier.create(cluster.read("sum"))
                    .assertNext(sum -> assertThat(sum).isBetween((long) acknowledged.size(), acknowledged.size() + 1L))
                    .verifyComplete();
        }
    }

    @Test
    void snapshotWithoutRoomIsTakenLater() {
        RaftCluster<Long, String, Long> cluster = cluster(3, new SnapshotPolicy(20, Long.MAX_VALUE, 0));
        // All that is needed for so few is there: only the snapshot needs room.
        cluster.nodes().forEach(cluster::fullDisk);
        add(cluster, 23);
        assertThat(cluster.nodes())
                .allSatisfy(node -> assertThat(status(node).storage()).isEqualTo(StorageHealth.OK));
        cluster.nodes().forEach(cluster::freeDisk);
        add(cluster, 200);
        cluster.advance(Duration.ofSeconds(5));

        // Whoever comes back after so long can only be helped by a snapshot.
        ClusterNode<Long, String, Long> away = cluster.followers().get(0);
        cluster.crash(away);
        add(cluster, 200);
        cluster.restart(away);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        StepVerifier.create(away.read("sum")).expectNext(423L).verifyComplete();
    }

    @Test
    void snapshotThatIsReceivedWithoutRoomIsFetchedAgain() {
        RaftCluster<Long, String, Long> cluster = cluster(3, new SnapshotPolicy(20, Long.MAX_VALUE, 0));
        ClusterNode<Long, String, Long> away = cluster.followers().get(0);
        cluster.crash(away);
        add(cluster, 300);
        cluster.fullDisk(away);
        cluster.restart(away);

        cluster.advance(Duration.ofMinutes(1));
        assertThat(away.isUp()).isTrue();
        assertThat(status(away).lastApplied()).isLessThan(300);
        StepVerifier.create(away.read("sum")).expectNext(300L).verifyComplete();
        cluster.freeDisk(away);

        StepVerifier.create(cluster.drive(
                        Mono.delay(Duration.ofSeconds(10), cluster.scheduler()).then(cluster.awaitConverged())))
                .verifyComplete();
        assertThat(status(away).lastApplied()).isGreaterThanOrEqualTo(300);
    }
}

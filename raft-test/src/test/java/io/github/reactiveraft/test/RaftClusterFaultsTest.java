package io.github.reactiveraft.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.core.storage.MemoryStorage;
import io.github.reactiveraft.test.sim.NetworkModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What a test can do to the nodes of a cluster beside killing them and cutting them off. */
class RaftClusterFaultsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static RaftCluster<Long, String, Long> ready(long seed) {
        return ready(seed, spec -> {});
    }

    /** With a leader and everybody up to date. */
    private static RaftCluster<Long, String, Long> ready(long seed, Consumer<RaftClusterSpec> changes) {
        RaftCluster<Long, String, Long> cluster = RaftCluster.simulated(Sum::new, spec -> {
            spec.seed(seed);
            changes.accept(spec);
        });
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        return cluster;
    }

    private static void add(RaftCluster<Long, String, Long> cluster, long delta, long sum) {
        StepVerifier.create(cluster.submit(delta)).expectNext(sum).verifyComplete();
    }

    private static Duration timeOf(RaftCluster<Long, String, Long> cluster, int addCount) {
        Duration before = cluster.elapsed();
        StepVerifier.create(Flux.range(0, addCount).concatMap(n -> cluster.submit(1L)))
                .expectNextCount(addCount)
                .verifyComplete();
        return cluster.elapsed().minus(before);
    }

    @Test
    void pausedLeaderLeadsNobody() {
        RaftCluster<Long, String, Long> cluster = ready(1);
        ClusterNode<Long, String, Long> old = cluster.leader();

        cluster.pause(old);
        add(cluster, 1, 1);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();

        assertThat(old.isPaused()).isTrue();
        assertThat(old.isUp()).isTrue();
        assertThat(old.isLeader()).isTrue();
        assertThat(cluster.leader()).isNotSameAs(old);

        cluster.resume(old);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        StepVerifier.create(old.read("sum")).expectNext(1L).verifyComplete();
        assertThat(old.isPaused()).isFalse();
        assertThat(old.isLeader()).isFalse();
    }

    @Test
    void pausedNodesMakeNoMajority() {
        RaftCluster<Long, String, Long> cluster = ready(2);

        cluster.followers().forEach(cluster::pause);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(cluster::leader)
                .withMessageContaining("nobody leads now")
                .withMessageContaining(" is paused, RaftStatus[");
    }

    @Test
    void pausedNodeAnswersWhenItIsResumed() {
        RaftCluster<Long, String, Long> cluster = ready(3);
        ClusterNode<Long, String, Long> follower = cluster.followers().get(0);
        cluster.pause(follower);
        Duration before = cluster.elapsed();
        Mono<Long> resuming = Mono.delay(SECOND, cluster.scheduler()).doOnNext(now -> cluster.resume(follower));

        StepVerifier.create(cluster.drive(Mono.zip(follower.submit(5L), resuming)))
                .assertNext(both -> assertThat(both.getT1()).isEqualTo(5))
                .verifyComplete();

        assertThat(cluster.elapsed()).isGreaterThanOrEqualTo(before.plus(SECOND));
    }

    @Test
    void pausedNodeThatIsRestartedRuns() {
        RaftCluster<Long, String, Long> cluster = ready(4);
        ClusterNode<Long, String, Long> node = cluster.node(2);
        cluster.pause(node);

        cluster.restart(node);

        assertThat(node.isPaused()).isFalse();
        StepVerifier.create(cluster.awaitConverged().then(node.submit(5L)))
                .expectNext(5L)
                .verifyComplete();
    }

    @Test
    void everythingAcknowledgedSurvivesAPowerCutOfAllNodes() {
        RaftCluster<Long, String, Long> cluster = ready(5);
        ClusterNode<Long, String, Long> leader = cluster.leader();
        add(cluster, 5, 5);

        cluster.nodes().forEach(cluster::powerCut);
        StepVerifier.create(leader.submit(1L)).verifyError(RaftException.Unavailable.class);
        assertThat(cluster.nodes()).noneMatch(ClusterNode::isUp);

        cluster.nodes().forEach(cluster::restart);
        StepVerifier.create(cluster.read("sum")).expectNext(5L).verifyComplete();
    }

    @Test
    void powerCutTakesWhatWasNotDurable() {
        List<Long> left = new ArrayList<>();
        for (long seed = 1; seed <= 20; seed++) {
            RaftCluster<Long, String, Long> cluster = ready(seed, spec -> spec.nodes(1));
            add(cluster, 1, 1);
            cluster.slowDisk(cluster.node(1), 100);
            Mono<Long> cutting = Mono.delay(Duration.ofMillis(5), cluster.scheduler())
                    .doOnNext(now -> cluster.powerCut(cluster.node(1)))
                    .then(Mono.never());

            StepVerifier.create(cluster.drive(cluster.node(1).submit(2L).or(cutting)))
                    .verifyError(RaftException.OutcomeUnknown.class);
            cluster.restart(cluster.node(1));
            cluster.read("sum").subscribe(left::add);
        }

        assertThat(left).hasSize(20).contains(1L).isSubsetOf(1L, 3L);
    }

    @Test
    void storageOfTheTestsOwnHasNoDisk() {
        RaftCluster<Long, String, Long> cluster = ready(6, spec -> spec.storage(MemoryStorage::new));
        String complaint = "This cluster has no disks, for its spec brings a storage(..) of its own";

        assertThatIllegalStateException()
                .isThrownBy(() -> cluster.powerCut(cluster.node(1)))
                .withMessageStartingWith(complaint);
        assertThatIllegalStateException()
                .isThrownBy(() -> cluster.fullDisk(cluster.node(1)))
                .withMessageStartingWith(complaint);
        assertThat(cluster.node(1).isUp()).isTrue();
    }

    @Test
    void nodeThatStopsWithoutAReasonEndsTheRun() {
        RaftCluster<Long, String, Long> cluster =
                RaftCluster.simulated(Sum::new, spec -> spec.storage(BrokenStorage::new));

        StepVerifier.create(cluster.awaitLeader()).verifyError(AssertionError.class);

        assertThatThrownBy(cluster::check).hasStackTraceContaining("No such device");
        assertThat(cluster.nodes()).allMatch(node -> node.failure().isEmpty());
    }

    @Test
    void slowLinkDelaysOneWayUntilItIsHealed() {
        Duration delay = Duration.ofMillis(100);
        RaftCluster<Long, String, Long> cluster = ready(9);
        ClusterNode<Long, String, Long> leader = cluster.leader();
        assertThat(timeOf(cluster, 1)).isLessThan(delay);

        cluster.followers().forEach(follower -> cluster.slowLink(leader, follower, delay));
        assertThat(timeOf(cluster, 1)).isBetween(delay, delay.multipliedBy(2));
        cluster.followers().forEach(follower -> cluster.slowLink(follower, leader, delay));
        assertThat(timeOf(cluster, 1)).isBetween(delay.multipliedBy(2), delay.multipliedBy(3));

        cluster.heal();
        cluster.advance(SECOND);
        assertThat(timeOf(cluster, 1)).isLessThan(delay);
    }

    @Test
    void networkBecomesLossyAndReliableAgain() {
        RaftCluster<Long, String, Long> cluster = ready(10);
        Duration usual = timeOf(cluster, 50);

        cluster.network(NetworkModel.unreliable());
        assertThat(timeOf(cluster, 50)).isGreaterThan(usual.multipliedBy(2));

        cluster.network(NetworkModel.reliable());
        cluster.advance(SECOND);
        assertThat(timeOf(cluster, 50)).isLessThan(usual.multipliedBy(2));
        StepVerifier.create(cluster.read("sum")).expectNext(150L).verifyComplete();
    }

    @Test
    void slowLeaderTakesItsTime() {
        RaftCluster<Long, String, Long> cluster = ready(11);
        Duration usual = timeOf(cluster, 20);

        cluster.slow(cluster.leader(), Duration.ofMillis(10));
        assertThat(timeOf(cluster, 20)).isGreaterThan(usual.multipliedBy(2));

        cluster.slow(cluster.leader(), Duration.ZERO);
        assertThat(timeOf(cluster, 20)).isLessThan(usual.multipliedBy(2));
    }

    @Test
    void slowDisksDelayWhatIsAcknowledged() {
        RaftCluster<Long, String, Long> cluster = ready(12);

        cluster.nodes().forEach(node -> cluster.slowDisk(node, 100));
        assertThat(timeOf(cluster, 1)).isGreaterThan(Duration.ofMillis(10));

        cluster.nodes().forEach(node -> cluster.slowDisk(node, 1));
        cluster.advance(SECOND);
        assertThat(timeOf(cluster, 1)).isLessThan(Duration.ofMillis(10));
    }

    @Test
    void slowClocksPutOffTheElection() {
        assertThat(timeOfElection(0.2)).isGreaterThan(timeOfElection(1).multipliedBy(3));
    }

    private static Duration timeOfElection(double rate) {
        RaftCluster<Long, String, Long> cluster = ready(13);
        cluster.nodes().forEach(node -> cluster.clockRate(node, rate));
        cluster.crash(cluster.leader());
        Duration before = cluster.elapsed();
        StepVerifier.create(cluster.awaitLeader()).expectNextCount(1).verifyComplete();
        return cluster.elapsed().minus(before);
    }

    @Test
    void faultsThatMakeNoSenseAreRefused() {
        RaftCluster<Long, String, Long> cluster = ready(14);
        ClusterNode<Long, String, Long> node = cluster.node(1);

        assertThatIllegalArgumentException().isThrownBy(() -> cluster.clockRate(node, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> cluster.clockRate(node, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> cluster.slowDisk(node, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> cluster.slow(node, SECOND.negated()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster.slowLink(node, cluster.node(2), SECOND.negated()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster.pause(ready(14).node(1)));
    }

    @Test
    void failureTellsWhatWasDoneToTheCluster() {
        RaftCluster<Long, String, Long> cluster = ready(15);
        cluster.crash(cluster.followers().get(0));
        cluster.isolate(cluster.node(1));
        cluster.heal();

        StepVerifier.create(cluster.submit(-1L))
                .expectErrorSatisfies(error ->
                        assertThat(error).hasMessageContainingAll("below zero", "CRASH n", "PARTITION_SPLIT [n1]"))
                .verify();
    }
}

package io.github.reactiveraft.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class RaftClusterTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static RaftCluster<Long, String, Long> cluster(long seed) {
        return RaftCluster.simulated(Sum::new, spec -> spec.seed(seed));
    }

    private static void add(RaftCluster<Long, String, Long> cluster, long delta, long sum) {
        StepVerifier.create(cluster.submit(delta)).expectNext(sum).verifyComplete();
    }

    private static List<Long> applied(RaftCluster<?, ?, ?> cluster) {
        return cluster.nodes().stream()
                .map(node -> node.status().map(RaftStatus::lastApplied).orElse(-1L))
                .toList();
    }

    @Test
    void commandAndReadNeedNothingButASubscriber() {
        RaftCluster<Long, String, Long> cluster = RaftCluster.simulated(Sum::new);

        StepVerifier.create(cluster.submit(5L)).expectNext(5L).verifyComplete();
        StepVerifier.create(cluster.read("sum")).expectNext(5L).verifyComplete();

        assertThat(cluster.nodes()).hasSize(3).allMatch(ClusterNode::isUp);
        assertThat(cluster.seed()).isZero();
        assertThat(cluster.elapsed()).isPositive().isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void specSaysHowManyNodesOnWhichSeedWithWhichSettings() {
        RaftCluster<Long, String, Long> cluster = RaftCluster.simulated(
                Sum::new, spec -> spec.nodes(5).seed(7).settings(settings -> settings.forwarding(false)));
        StepVerifier.create(cluster.submit(1L).then(cluster.awaitConverged())).verifyComplete();

        assertThat(cluster.seed()).isEqualTo(7);
        assertThat(cluster.nodes()).hasToString("[n1, n2, n3, n4, n5]");
        StepVerifier.create(cluster.followers().get(0).submit(2L)).verifyError(RaftException.NotLeader.class);
    }

    @Test
    void nodesAreFoundByNumberAndByName() {
        RaftCluster<Long, String, Long> cluster = cluster(1);

        assertThat(cluster.node(2))
                .isSameAs(cluster.node("n2"))
                .isSameAs(cluster.nodes().get(1));
        assertThat(cluster.node(2).id()).isEqualTo(NodeId.of("n2"));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> cluster.node(4))
                .withMessage("There is no node n4, only [n1, n2, n3]");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> cluster.crash(cluster(1).node(2)))
                .withMessageContaining("another cluster");
    }

    @Test
    void everyNodeTakesCommandsAndReads() {
        RaftCluster<Long, String, Long> cluster = cluster(2);
        add(cluster, 1, 1);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        ClusterNode<Long, String, Long> follower = cluster.followers().get(0);

        StepVerifier.create(follower.submit(2L).then(follower.read("sum")))
                .expectNext(3L)
                .verifyComplete();

        assertThat(follower.isLeader()).isFalse();
        assertThat(cluster.leader().isLeader()).isTrue();
    }

    @Test
    void nodeThatIsStartingIsWaitedFor() {
        RaftCluster<Long, String, Long> cluster = cluster(3);
        assertThat(cluster.node(1).status()).isEmpty();
        assertThat(cluster.node(1).raft()).isEmpty();

        StepVerifier.create(cluster.node(1).submit(1L)).verifyError(RaftException.Unavailable.class);

        assertThat(cluster.node(1).status()).isPresent();
        assertThat(cluster.node(1).raft()).isPresent();
    }

    @Test
    void nobodyLeadsAtFirstAndThenSomebodyDoes() {
        RaftCluster<Long, String, Long> cluster = cluster(4);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(cluster::leader)
                .withMessageContaining("Seed 4 at PT0S: nobody leads now");
        StepVerifier.create(cluster.awaitLeader())
                .assertNext(leader -> assertThat(leader).isSameAs(cluster.leader()))
                .verifyComplete();
        assertThat(cluster.followers()).hasSize(2).doesNotContain(cluster.leader());
    }

    /** Waiting for a leader and then asking is what every program does after its start. */
    @Test
    void memberThatSaysWhoLeadsTakesCommandsInThatMoment() {
        RaftCluster<Long, String, Long> cluster = cluster(4);
        StepVerifier.create(cluster.awaitLeader()).expectNextCount(1).verifyComplete();
        NodeId first = cluster.leader().id();
        Flux<Long> sums = Flux.fromIterable(cluster.followers())
                .map(follower -> follower.raft().orElseThrow())
                .flatMap(node -> node.leaders()
                        .filter(change -> change.leader().isPresent())
                        .filter(change -> !change.leader().equals(Optional.of(first)))
                        .next()
                        .flatMap(change -> node.submit(1L)));
        cluster.crash(cluster.leader());

        StepVerifier.create(cluster.drive(sums)).expectNext(1L, 2L).verifyComplete();
    }

    @Test
    void convergedMeansThatEverybodyWithinReachAppliedTheSame() {
        RaftCluster<Long, String, Long> cluster = cluster(5);
        StepVerifier.create(cluster.awaitLeader()).expectNextCount(1).verifyComplete();
        ClusterNode<Long, String, Long> away = cluster.followers().get(0);
        cluster.isolate(away);
        add(cluster, 1, 1);

        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        assertThat(away.status().orElseThrow().lastApplied()).isZero();

        cluster.heal();
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        assertThat(applied(cluster).stream().distinct()).hasSize(1);
    }

    @Test
    void isolatedLeaderIsNoLongerTheLeader() {
        RaftCluster<Long, String, Long> cluster = cluster(6);
        add(cluster, 1, 1);
        ClusterNode<Long, String, Long> old = cluster.leader();

        cluster.isolate(old);
        Mono<Long> lost = old.submit(2L);
        StepVerifier.create(lost).verifyError(RaftException.OutcomeUnknown.class);
        add(cluster, 4, 5);
        assertThat(cluster.leader()).isNotSameAs(old);

        cluster.heal();
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        StepVerifier.create(old.read("sum")).expectNext(5L).verifyComplete();
        StepVerifier.create(lost).verifyError(RaftException.OutcomeUnknown.class);
    }

    @Test
    void partitionedNodesGoOnTalkingToEachOther() {
        RaftCluster<Long, String, Long> cluster =
                RaftCluster.simulated(Sum::new, spec -> spec.nodes(5).seed(7));
        add(cluster, 1, 1);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        ClusterNode<Long, String, Long> left = cluster.followers().get(0);
        ClusterNode<Long, String, Long> right = cluster.followers().get(1);

        cluster.partition(cluster.leader(), left, right);
        add(cluster, 2, 3);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();

        assertThat(left.status().map(RaftStatus::lastApplied))
                .isEqualTo(right.status().map(RaftStatus::lastApplied));
        assertThat(applied(cluster).stream().distinct().sorted())
                .as("a no-op, a session, commands")
                .containsExactly(3L, 4L);
    }

    @Test
    void stoppedLeaderHandsOverAndNobodyIsToldOfAFailure() {
        RaftCluster<Long, String, Long> cluster = cluster(18);
        add(cluster, 1, 1);
        for (int round = 0; round < 3; round++) {
            ClusterNode<Long, String, Long> leader = cluster.leader();
            Duration before = cluster.elapsed();

            StepVerifier.create(cluster.stop(leader)).verifyComplete();
            StepVerifier.create(cluster.submit(1L)).expectNextCount(1).verifyComplete();

            assertThat(cluster.elapsed().minus(before))
                    .as("no election timeout")
                    .isLessThan(Duration.ofMillis(400));
            assertThat(leader.isUp()).isFalse();
            StepVerifier.create(cluster.stop(leader)).as("again").verifyComplete();
            cluster.restart(leader);
            StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        }
        StepVerifier.create(cluster.read("sum")).expectNext(4L).verifyComplete();
    }

    @Test
    void crashedNodeComesBackWithItsDisk() {
        RaftCluster<Long, String, Long> cluster = cluster(8);
        add(cluster, 1, 1);
        ClusterNode<Long, String, Long> old = cluster.leader();

        cluster.crash(old);
        assertThat(old.isUp()).isFalse();
        assertThat(old.status()).isEmpty();
        StepVerifier.create(old.submit(9L)).verifyError(RaftException.Unavailable.class);
        StepVerifier.create(old.read("sum")).verifyError(RaftException.Unavailable.class);
        StepVerifier.create(old.watch()).verifyError(RaftException.Unavailable.class);
        add(cluster, 2, 3);

        cluster.restart(old);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        StepVerifier.create(old.read("sum")).expectNext(3L).verifyComplete();
    }

    @Test
    void nodeThatComesBackStaysInItsPartition() {
        RaftCluster<Long, String, Long> cluster = cluster(9);
        add(cluster, 1, 1);
        ClusterNode<Long, String, Long> away = cluster.followers().get(0);
        cluster.isolate(away);

        cluster.restart(away);
        add(cluster, 2, 3);
        cluster.advance(SECOND);

        assertThat(away.status().orElseThrow().leader()).isEmpty();
        cluster.heal();
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        StepVerifier.create(away.read("sum")).expectNext(3L).verifyComplete();
    }

    @Test
    void clientsOfANodeHearOfItsCrash() {
        RaftCluster<Long, String, Long> cluster = cluster(10);
        StepVerifier.create(cluster.awaitLeader()).expectNextCount(1).verifyComplete();
        ClusterNode<Long, String, Long> leader = cluster.leader();
        cluster.followers().forEach(cluster::isolate);
        Mono<String> crashing = Mono.delay(Duration.ofMillis(5), cluster.scheduler())
                .doOnNext(now -> cluster.crash(leader))
                .map(now -> "crashed");

        StepVerifier.create(cluster.drive(Mono.zip(
                        leader.submit(1L).map(String::valueOf).onErrorResume(error -> name(error)),
                        leader.read("sum").map(String::valueOf).onErrorResume(error -> name(error)),
                        leader.watch().then(Mono.just("")).onErrorResume(error -> name(error)),
                        crashing)))
                .assertNext(ends ->
                        assertThat(ends).containsExactly("OutcomeUnknown", "Unavailable", "Unavailable", "crashed"))
                .verifyComplete();
    }

    private static Mono<String> name(Throwable error) {
        return Mono.just(error.getClass().getSimpleName());
    }

    @Test
    void patientClientFindsTheNextLeader() {
        RaftCluster<Long, String, Long> cluster = cluster(11);
        add(cluster, 1, 1);
        ClusterNode<Long, String, Long> first = cluster.leader();

        cluster.crash(first);

        StepVerifier.create(cluster.read("sum")).expectNext(1L).verifyComplete();
        add(cluster, 2, 3);
        assertThat(cluster.leader()).isNotSameAs(first);
    }

    @Test
    void commandIsExecutedOnceHoweverOftenItIsSubscribedTo() {
        RaftCluster<Long, String, Long> cluster = cluster(12);
        Mono<Long> one = cluster.submit(1L);
        Mono<Long> ten = cluster.node(2).submit(10L);

        StepVerifier.create(one).expectNext(1L).verifyComplete();
        StepVerifier.create(one).expectNext(1L).verifyComplete();
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        StepVerifier.create(ten).expectNext(11L).verifyComplete();
        cluster.crash(cluster.node(2));
        StepVerifier.create(ten).expectNext(11L).verifyComplete();
        StepVerifier.create(cluster.drive(Mono.zip(one, one, ten)))
                .expectNextCount(1)
                .verifyComplete();

        StepVerifier.create(cluster.read("sum")).expectNext(11L).verifyComplete();
    }

    @Test
    void productionNodeIsWatchedInTheBackground() {
        RaftCluster<Long, String, Long> cluster = cluster(13);
        add(cluster, 1, 1);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        List<Long> seen = new ArrayList<>();
        cluster.node(1).raft().orElseThrow().watch().subscribe(change -> seen.add(change.value()));
        assertThat(seen).isEmpty();

        add(cluster, 2, 3);
        add(cluster, 3, 6);
        cluster.advance(SECOND);

        assertThat(seen).containsExactly(3L, 6L);
    }

    @Test
    void watchGoesOnOnAnotherNodeAndAfterARestart() {
        RaftCluster<Long, String, Long> cluster = cluster(15);
        for (long total = 1; total <= 4; total++) {
            add(cluster, 1, total);
        }
        ClusterNode<Long, String, Long> one = cluster.node(1);
        List<Change<Long>> all = new ArrayList<>();
        one.watch(1).take(4).subscribe(all::add);
        long third = all.get(2).index();
        cluster.crash(one);
        cluster.restart(one);

        assertThat(all).extracting(Change::value).containsExactly(1L, 2L, 3L, 4L);
        StepVerifier.create(cluster.node(2).watch(third), 2)
                .expectNextSequence(all.subList(2, 4))
                .thenCancel()
                .verify();
        StepVerifier.create(one.watch(third + 1), 1)
                .expectNext(all.get(3))
                .thenCancel()
                .verify();
        StepVerifier.create(one.watch(0)).verifyError(IllegalArgumentException.class);
    }

    @Test
    void sameSeedIsTheSameRunAndAnotherIsNot() {
        long hash = eventful(14);

        assertThat(eventful(14)).isEqualTo(hash);
        assertThat(eventful(15)).isNotEqualTo(hash);
    }

    private static long eventful(long seed) {
        RaftCluster<Long, String, Long> cluster = cluster(seed);
        add(cluster, 1, 1);
        cluster.crash(cluster.leader());
        add(cluster, 2, 3);
        cluster.nodes().forEach(cluster::restart);
        StepVerifier.create(cluster.read("sum")).expectNext(3L).verifyComplete();
        return cluster.traceHash();
    }
}

package io.github.reactiveraft.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.test.disk.Quiet;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Disks that take long, and disks that do not move at all. */
@ExtendWith(Quiet.class)
class StalledDiskTest {

    private final RaftCluster<Long, String, Long> cluster =
            RaftCluster.simulated(Sum::new, spec -> spec.seed(3).limit(Duration.ofMinutes(10)));

    private ClusterNode<Long, String, Long> ready() {
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        return cluster.leader();
    }

    private static RaftStatus status(ClusterNode<?, ?, ?> node) {
        return node.status().orElseThrow();
    }

    @Test
    void leaderWhoseDiskStandsStillMakesWayAndDoesNotComeBackBeforeItMoves() {
        ClusterNode<Long, String, Long> old = ready();
        StepVerifier.create(old.submit(1L)).expectNextCount(1).verifyComplete();
        cluster.stallDisk(old);

        StepVerifier.create(cluster.drive(
                        Mono.firstWithSignal(old.submit(1L), Mono.delay(Duration.ofMinutes(1), cluster.scheduler()))))
                .as("the others have it, and commit it without its disk; but it learns of no leader that could tell")
                .verifyErrorSatisfies(lost -> assertThat(lost).isInstanceOf(RaftException.OutcomeUnknown.class));
        StepVerifier.create(cluster.awaitLeader())
                .assertNext(leader -> assertThat(leader).isNotSameAs(old))
                .verifyComplete();
        assertThat(status(old).storage()).isEqualTo(StorageHealth.STALLED);
        assertThat(status(old).role()).isEqualTo(Role.FOLLOWER);
        StepVerifier.create(cluster.submit(1L).flatMap(sum -> cluster.read("sum")))
                .expectNextCount(1)
                .verifyComplete();

        // The others lose their leader, too, and still it does not stand.
        cluster.crash(cluster.leader());
        long term = status(old).term();
        cluster.advance(Duration.ofMinutes(2));
        assertThat(status(old).role()).isEqualTo(Role.FOLLOWER);
        assertThat(status(old).term()).isEqualTo(term);

        cluster.resumeDisk(old);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        assertThat(status(old).storage()).isEqualTo(StorageHealth.OK);
        StepVerifier.create(old.read("sum")).expectNextCount(1).verifyComplete();
    }

    @Test
    void slowDisksCostNobodyTheLeadership() {
        ClusterNode<Long, String, Long> leader = ready();
        long term = status(leader).term();
        // Up to a second for every piece of file work, and there is always some.
        cluster.nodes().forEach(node -> cluster.slowDisk(node, 500));

        Flux<Long> steady = Flux.interval(Duration.ofMillis(300), cluster.scheduler())
                .take(Duration.ofMinutes(5), cluster.scheduler())
                .flatMap(tick -> cluster.node(1).submit(1L));
        StepVerifier.create(cluster.drive(steady.count()))
                .assertNext(count -> assertThat(count).isGreaterThan(900))
                .verifyComplete();

        assertThat(cluster.leader()).isSameAs(leader);
        assertThat(cluster.nodes())
                .allSatisfy(node -> assertThat(status(node).term()).isEqualTo(term))
                .allSatisfy(node -> assertThat(status(node).storage()).isEqualTo(StorageHealth.OK));
    }

    @Test
    void followerWhoseDiskStandsStillIsCarriedAlong() {
        ClusterNode<Long, String, Long> leader = ready();
        ClusterNode<Long, String, Long> follower = cluster.followers().get(0);
        cluster.stallDisk(follower);

        StepVerifier.create(Flux.range(0, 500).concatMap(n -> cluster.submit(1L)))
                .expectNextCount(500)
                .verifyComplete();
        cluster.advance(Duration.ofMinutes(1));
        assertThat(status(follower).storage()).isEqualTo(StorageHealth.STALLED);
        StepVerifier.create(follower.read("sum")).expectNext(500L).verifyComplete();
        StepVerifier.create(follower.submit(1L)).expectNext(501L).verifyComplete();
        cluster.resumeDisk(follower);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();

        assertThat(cluster.leader()).isSameAs(leader);
        assertThat(status(follower).storage()).isEqualTo(StorageHealth.OK);
    }
}

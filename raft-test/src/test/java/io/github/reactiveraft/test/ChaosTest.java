package io.github.reactiveraft.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.core.storage.MemoryStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@ExtendWith(RaftClusterExtension.class)
class ChaosTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private static void requireMended(RaftCluster<?, ?, ?> cluster) {
        assertThat(cluster.nodes()).allMatch(ClusterNode::isUp).noneMatch(ClusterNode::isPaused);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        assertThat(cluster.followers()).hasSize(cluster.nodes().size() - 1).noneMatch(ClusterNode::isLeader);
    }

    @Seeds(5)
    void everythingAcknowledgedSurvives(RaftClusters clusters) {
        RaftCluster<Long, String, Long> cluster = clusters.simulated(Sum::new);
        List<Long> acknowledged = new ArrayList<>();
        Flux<Long> adds = Mono.delay(Duration.ofMillis(100), cluster.scheduler())
                .then(Mono.defer(() -> cluster.submit(1L)))
                .doOnNext(acknowledged::add)
                .onErrorResume(RaftException.class, failure -> Mono.empty())
                .repeat();

        StepVerifier.create(
                        cluster.drive(adds.takeUntilOther(cluster.chaos(MINUTE)).ignoreElements()))
                .verifyComplete();

        requireMended(cluster);
        assertThat(acknowledged).hasSizeGreaterThan(10);
        StepVerifier.create(cluster.read("sum"))
                .assertNext(sum -> assertThat(sum).isGreaterThanOrEqualTo(acknowledged.size()))
                .verifyComplete();
    }

    @Test
    void takesItsTimeAndStrikesInEveryWay(RaftClusters clusters) {
        RaftCluster<Long, String, Long> cluster = clusters.simulated(Sum::new, spec -> spec.nodes(5));
        SortedSet<String> seen = new TreeSet<>();
        Flux<Long> looks = Flux.interval(Duration.ofMillis(50), cluster.scheduler())
                .doOnNext(tick -> seen.addAll(states(cluster)));

        StepVerifier.create(cluster.drive(
                        looks.takeUntilOther(cluster.chaos(MINUTE)).ignoreElements()))
                .verifyComplete();

        assertThat(cluster.elapsed()).isEqualTo(MINUTE);
        assertThat(seen).contains("down", "paused", "all well", "leader without a majority");
    }

    private static List<String> states(RaftCluster<?, ?, ?> cluster) {
        List<String> states = new ArrayList<>();
        for (ClusterNode<?, ?, ?> node : cluster.nodes()) {
            if (!node.isUp()) {
                states.add("down");
            } else if (node.isPaused()) {
                states.add("paused");
            } else if (node.isLeader() && !isLeading(cluster, node)) {
                states.add("leader without a majority");
            }
        }
        return states.isEmpty() ? List.of("all well") : states;
    }

    private static boolean isLeading(RaftCluster<?, ?, ?> cluster, ClusterNode<?, ?, ?> node) {
        try {
            return cluster.leader() == node;
        } catch (AssertionError nobody) {
            return false;
        }
    }

    @Test
    void cancelledChaosLeavesNothingBroken(RaftClusters clusters) {
        RaftCluster<Long, String, Long> cluster = clusters.simulated(Sum::new);
        cluster.crash(cluster.node(1));

        StepVerifier.create(cluster.chaos(Duration.ofHours(1)), 0)
                .then(() -> cluster.advance(TEN_SECONDS))
                .thenCancel()
                .verify();

        requireMended(cluster);
        StepVerifier.create(cluster.submit(1L)).expectNext(1L).verifyComplete();
    }

    @Test
    void limitCountsFromTheEndOfTheChaos(RaftClusters clusters) {
        RaftCluster<Long, String, Long> cluster = clusters.simulated(Sum::new, spec -> spec.limit(TEN_SECONDS));
        Mono<Void> later =
                Mono.delay(Duration.ofSeconds(5), cluster.scheduler()).then(cluster.chaos(MINUTE));

        StepVerifier.create(later.then(Mono.never()).as(cluster::drive))
                .expectErrorSatisfies(
                        error -> assertThat(error).hasMessageContaining("PT10S of virtual time, the limit"))
                .verify();
        assertThat(cluster.elapsed()).isEqualTo(Duration.ofSeconds(5 + 60 + 10));

        StepVerifier.create(cluster.drive(Mono.never())).verifyError(AssertionError.class);
        assertThat(cluster.elapsed()).isEqualTo(Duration.ofSeconds(5 + 60 + 10 + 10));
    }

    @Test
    void storageOfTheTestsOwnIsSparedThePowerCuts(RaftClusters clusters) {
        RaftCluster<Long, String, Long> cluster =
                clusters.simulated(Sum::new, spec -> spec.storage(MemoryStorage::new));

        StepVerifier.create(cluster.chaos(MINUTE)).verifyComplete();

        requireMended(cluster);
    }

    @Test
    void loneNodeSurvivesItToo(RaftClusters clusters) {
        RaftCluster<Long, String, Long> cluster = clusters.simulated(Sum::new, spec -> spec.nodes(1));

        StepVerifier.create(cluster.chaos(MINUTE).then(cluster.submit(1L)))
                .expectNext(1L)
                .verifyComplete();
    }

    @Test
    void seedDecidesIt() {
        assertThat(hash(1)).isEqualTo(hash(1)).isNotEqualTo(hash(2));
    }

    private static long hash(long seed) {
        RaftCluster<Long, String, Long> cluster = RaftCluster.simulated(Sum::new, spec -> spec.seed(seed));
        StepVerifier.create(cluster.chaos(TEN_SECONDS).then(cluster.chaos(TEN_SECONDS)))
                .verifyComplete();
        return cluster.traceHash();
    }
}

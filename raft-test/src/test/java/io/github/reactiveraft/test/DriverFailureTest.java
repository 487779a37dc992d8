package io.github.reactiveraft.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.Change;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** What becomes of those who wait in vain. */
class DriverFailureTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static RaftCluster<Long, String, Long> cluster(long seed) {
        return RaftCluster.simulated(Sum::new, spec -> spec.seed(seed));
    }

    /** With a leader and everybody up to date. */
    private static RaftCluster<Long, String, Long> ready(long seed) {
        RaftCluster<Long, String, Long> cluster = cluster(seed);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        return cluster;
    }

    private static <T> Flux<T> values(Flux<Change<T>> changes) {
        return changes.map(Change::value);
    }

    @Test
    void limitEndsWhoWaitsAndNamesTheSeed() {
        RaftCluster<Long, String, Long> cluster = ready(12);
        cluster.nodes().forEach(cluster::isolate);
        Duration before = cluster.elapsed();

        StepVerifier.create(cluster.submit(1L))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageStartingWith("Seed 12 at " + before.plusSeconds(60)
                                + ": still waiting after PT1M of virtual time, the limit, for a Mono to end")
                        .hasMessageContaining("; to repeat: spec -> spec.seed(12)\n  n1 RaftStatus["))
                .verify();
        assertThat(cluster.elapsed()).isEqualTo(before.plusSeconds(60));

        cluster.heal();
        StepVerifier.create(cluster.submit(1L)).expectNext(1L).verifyComplete();
        cluster.check();
    }

    @Test
    void limitIsAsLongAsTheSpecSays() {
        RaftCluster<Long, String, Long> cluster = RaftCluster.simulated(
                Sum::new, spec -> spec.seed(13).limit(Duration.ofSeconds(3)).reproduction("run me again"));
        StepVerifier.create(cluster.submit(1L).then(cluster.awaitConverged())).verifyComplete();
        Duration before = cluster.elapsed();
        cluster.crash(cluster.node(3));

        StepVerifier.create(cluster.node(1).watch(), 2)
                .expectErrorSatisfies(error -> assertThat(error)
                        .hasMessageContainingAll(
                                "Seed 13 at",
                                "after PT3S of virtual time, the limit, for 2 of 2 elements",
                                "to repeat: run me again",
                                "n3 is down"))
                .verify();

        assertThat(cluster.elapsed()).isEqualTo(before.plusSeconds(3));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> RaftCluster.simulated(Sum::new, spec -> spec.limit(Duration.ZERO)));
    }

    @Test
    void endlessFluxWithEndlessDemandIsToldWhatToDo() {
        RaftCluster<Long, String, Long> cluster = ready(14);

        StepVerifier.create(values(cluster.node(1).watch()))
                .expectErrorSatisfies(error -> assertThat(error)
                        .hasMessageContainingAll(
                                "Seed 14", "for a Flux to end: of an endless one take(n), or request what you expect"))
                .verify();
    }

    @Test
    void everybodyWhoWaitsHearsOfTheLimitOnce() {
        RaftCluster<Long, String, Long> cluster = ready(15);
        cluster.nodes().forEach(cluster::isolate);

        StepVerifier.create(cluster.drive(Flux.just(1L, 2L).flatMapDelayError(cluster::submit, 2, 1)))
                .expectErrorSatisfies(error -> assertThat(error).hasMessageContaining("the limit"))
                .verify();
        StepVerifier.create(cluster.awaitLeader().then(cluster.submit(1L))).verifyError(AssertionError.class);
    }

    @Test
    void whoRetriesForeverWhatCanNeverBeIsThrownAt() {
        RaftCluster<Long, String, Long> cluster =
                RaftCluster.simulated(Sum::new, spec -> spec.seed(16).limit(SECOND));
        cluster.nodes().forEach(cluster::isolate);

        assertThatThrownBy(() -> StepVerifier.create(cluster.submit(1L).retry()).verifyComplete())
                .hasRootCauseInstanceOf(AssertionError.class)
                .hasStackTraceContaining("Seed 16");

        cluster.heal();
        StepVerifier.create(cluster.submit(2L)).expectNext(2L).verifyComplete();
    }

    @Test
    void stateMachineThatThrowsEndsTheRunForEverybody() {
        RaftCluster<Long, String, Long> cluster =
                RaftCluster.simulated(Sum::new, spec -> spec.seed(22).reproduction("run me again"));

        StepVerifier.create(cluster.submit(-1L))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContainingAll("Seed 22 at", "below zero", "to repeat: run me again"))
                .verify();

        assertThatThrownBy(cluster::check).hasMessageContaining("below zero");
        assertThatThrownBy(() -> cluster.advance(SECOND)).hasMessageContaining("below zero");
        StepVerifier.create(cluster.read("sum")).verifyError(AssertionError.class);
    }

    @Test
    void brokenSafetyRuleEndsTheRunForEverybody() {
        RaftCluster<Long, String, Long> cluster = RaftCluster.simulated(
                Sum::new, spec -> spec.seed(24).reproduction("run me again").storage(ForgetfulStorage::new));
        StepVerifier.create(cluster.submit(1L)).expectNext(1L).verifyComplete();

        cluster.restart(cluster.leader());

        StepVerifier.create(cluster.submit(2L))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContainingAll(
                                "Seed 24 at", "A disk gives back what was written to it", "to repeat: run me again"))
                .verify();
        assertThatThrownBy(cluster::check).hasMessageContaining("A disk gives back");
    }
}

package io.github.reactiveraft.test.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.Role;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

/** A member that lost its disk and keeps its name has forgotten votes and entries that others count on. */
class WipedMemberTest {

    @Test
    void itNeitherVotesNorCountsAndHarmsNobody() {
        try (RealCluster cluster = new RealCluster()) {
            RaftNode<Long, Long, Long> first = cluster.start("n1");
            cluster.start("n2");
            cluster.start("n3");
            StepVerifier.create(tell(first, 5)).expectNext(5L).verifyComplete();
            cluster.awaitIntroductions("n1");
            cluster.awaitIntroductions("n2");

            cluster.stop("n3");
            cluster.wipe("n3");
            RaftNode<Long, Long, Long> wiped = cluster.start("n3");
            StepVerifier.create(tell(first, 6)).expectNext(6L).verifyComplete();
            cluster.stop("n2");
            StepVerifier.create(first.leaders()
                            .filter(change -> change.leader().isEmpty())
                            .next())
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(RealCluster.PATIENCE);

            StepVerifier.create(first.roles().mergeWith(wiped.roles()).filter(change -> change.role() == Role.LEADER))
                    .expectSubscription()
                    .expectNoEvent(Duration.ofSeconds(2))
                    .thenCancel()
                    .verify(RealCluster.PATIENCE);
            assertThat(wiped.status().lastIndex()).isZero();

            cluster.start("n2");
            StepVerifier.create(tell(first, 7)).expectNext(7L).verifyComplete();
        }
    }

    private static Mono<Long> tell(RaftNode<Long, Long, Long> node, long value) {
        return Mono.defer(() -> node.submit(value))
                .retryWhen(Retry.fixedDelay(200, Duration.ofMillis(100))
                        .scheduler(Schedulers.parallel())
                        .filter(RaftException.class::isInstance));
    }
}

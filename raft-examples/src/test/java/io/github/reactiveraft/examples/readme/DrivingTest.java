package io.github.reactiveraft.examples.readme;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.test.ClusterNode;
import io.github.reactiveraft.test.RaftCluster;
import io.github.reactiveraft.test.RaftClusterExtension;
import io.github.reactiveraft.test.RaftClusters;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What docs/testing.md shows about time. */
@ExtendWith(RaftClusterExtension.class)
class DrivingTest {

    @Test
    void watchIsRequestedFrom(RaftClusters clusters) {
        RaftCluster<Long, String, Long> cluster = clusters.simulated(Tally::new);

        // snippet: request
        StepVerifier.create(cluster.node(2).watch().map(Change::value), 0)
                .then(() -> cluster.advance(Duration.ofSeconds(3)))
                .then(() -> cluster.submit(5L).subscribe())
                .thenRequest(1)
                .expectNext(5L)
                .thenCancel()
                .verify();
        // end
    }

    @Test
    void partsGoOnSideBySide(RaftClusters clusters) {
        RaftCluster<Long, String, Long> cluster = clusters.simulated(Tally::new);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();

        // snippet: drive
        Mono<Long> tenAtOnce = Flux.range(1, 10)
                .flatMap(n -> cluster.submit(1L))
                .then(cluster.node(3).read("total"));

        StepVerifier.create(cluster.drive(tenAtOnce)).expectNext(10L).verifyComplete();
        // end
    }

    @Test
    void nothingIsAcknowledgedWithoutAMajority(RaftClusters clusters) {
        RaftCluster<Long, String, Long> cluster = clusters.simulated(Tally::new);

        // snippet: no-majority
        StepVerifier.create(cluster.awaitLeader()).expectNextCount(1).verifyComplete();
        ClusterNode<Long, String, Long> leader = cluster.leader();
        StepVerifier.create(leader.submit(1L)).expectNext(1L).verifyComplete();
        cluster.isolate(leader);

        StepVerifier.create(leader.submit(5L)).verifyError(RaftException.OutcomeUnknown.class);

        cluster.nodes().forEach(cluster::isolate);
        Mono<Long> patient = cluster.submit(5L).timeout(Duration.ofSeconds(30), cluster.scheduler());
        StepVerifier.create(cluster.drive(patient)).verifyError(TimeoutException.class);
        // end
    }
}

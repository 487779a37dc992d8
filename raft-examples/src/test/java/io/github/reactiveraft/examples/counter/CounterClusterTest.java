package io.github.reactiveraft.examples.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.examples.counter.CounterResult.OutOfRange;
import io.github.reactiveraft.examples.counter.CounterResult.Value;
import io.github.reactiveraft.test.ClusterNode;
import io.github.reactiveraft.test.RaftCluster;
import io.github.reactiveraft.test.RaftClusters;
import io.github.reactiveraft.test.Seeds;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The counter on whole clusters, in virtual time. */
class CounterClusterTest {

    private static void add(RaftCluster<Long, CounterQuery, CounterResult> cluster, long delta, long expected) {
        StepVerifier.create(cluster.submit(delta))
                .assertNext(result -> assertThat(number(result)).isEqualTo(expected))
                .verifyComplete();
    }

    private static long number(CounterResult result) {
        return ((Value) result).value();
    }

    @Seeds(20)
    void acknowledgedAddsSurvivePartitionCrashAndRestart(RaftClusters clusters) {
        RaftCluster<Long, CounterQuery, CounterResult> cluster =
                clusters.simulated(CounterStateMachine::new, spec -> spec.nodes(5));
        add(cluster, 5, 5);

        ClusterNode<Long, CounterQuery, CounterResult> first = cluster.leader();
        cluster.isolate(first);
        add(cluster, 2, 7);

        ClusterNode<Long, CounterQuery, CounterResult> second = cluster.leader();
        cluster.crash(second);
        add(cluster, 1, 8);

        cluster.heal();
        cluster.restart(second);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        for (ClusterNode<Long, CounterQuery, CounterResult> node : cluster.nodes()) {
            StepVerifier.create(node.read(CounterQuery.VALUE).map(CounterClusterTest::number))
                    .expectNext(8L)
                    .verifyComplete();
        }
    }

    @Seeds(5)
    void everyReplicaTellsItsWatchersTheSame(RaftClusters clusters) {
        RaftCluster<Long, CounterQuery, CounterResult> cluster = clusters.simulated(CounterStateMachine::new);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        Mono<Long> adds =
                Flux.range(1, 10).flatMap(n -> cluster.submit((long) n)).count();

        StepVerifier.create(cluster.drive(Mono.zip(
                        cluster.node(1).watch().map(Change::value).take(10).collectList(),
                        cluster.node(2).watch().map(Change::value).take(10).collectList(),
                        adds)))
                .assertNext(seen -> {
                    assertThat(seen.getT1()).isEqualTo(seen.getT2());
                    assertThat(number(seen.getT1().get(9))).isEqualTo(55);
                })
                .verifyComplete();
    }

    @Seeds(5)
    void overflowIsAnAnswerLikeAnyOther(RaftClusters clusters) {
        RaftCluster<Long, CounterQuery, CounterResult> cluster = clusters.simulated(CounterStateMachine::new);
        add(cluster, Long.MAX_VALUE, Long.MAX_VALUE);

        StepVerifier.create(cluster.submit(1L))
                .expectNext(new OutOfRange(Long.MAX_VALUE))
                .verifyComplete();
    }
}

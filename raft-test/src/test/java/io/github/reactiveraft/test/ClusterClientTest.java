package io.github.reactiveraft.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.test.sim.NetworkModel;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ClusterClientTest {

    private final RaftCluster<Long, String, Long> cluster = RaftCluster.simulated(Sum::new);
    private final RaftClient<Long, String, Long> client = cluster.client("c1");

    @Test
    void commandsReadsAndChangesMoveTime() {
        ReadToken token = ReadToken.start();

        StepVerifier.create(client.submit(5L)).expectNext(5L).verifyComplete();
        StepVerifier.create(client.read("sum")).expectNext(5L).verifyComplete();
        StepVerifier.create(client.read("sum", ReadMode.local(token)))
                .expectNextCount(1)
                .verifyComplete();
        StepVerifier.create(client.watch(1).map(Change::value).take(1))
                .expectNext(5L)
                .verifyComplete();
        StepVerifier.create(client.leaders()
                        .filter(change -> change.leader().isPresent())
                        .take(1))
                .assertNext(change ->
                        assertThat(change.leader()).contains(cluster.leader().id()))
                .verifyComplete();
        assertThat(token.index()).isPositive();
    }

    @Test
    void watchFromNowOnTellsWhatComes() {
        StepVerifier.create(client.submit(1L).then(cluster.awaitConverged())).verifyComplete();

        Mono<Long> later =
                Mono.delay(Duration.ofSeconds(1), cluster.scheduler()).then(client.submit(2L));
        StepVerifier.create(
                        cluster.drive(Flux.zip(client.watch().map(Change::value).next(), later)))
                .assertNext(both -> assertThat(both.getT1()).isEqualTo(3L))
                .verifyComplete();
    }

    @Test
    void everyCommandIsExecutedOnceThoughMessagesGetLostAndTheLeaderDies() {
        cluster.network(NetworkModel.unreliable());
        StepVerifier.create(client.submit(1L)).expectNext(1L).verifyComplete();

        Flux<Long> sums = client.submitAll(Flux.range(0, 500).map(number -> 1L)).doOnNext(sum -> {
            if (sum == 100) {
                cluster.crash(cluster.leader());
            }
        });
        StepVerifier.create(cluster.drive(sums.reduce(Math::max)))
                .expectNext(501L)
                .verifyComplete();

        StepVerifier.create(client.watch(1).map(Change::value).take(501).collectList())
                .assertNext(told -> assertThat(told)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, 501).boxed().toList()))
                .verifyComplete();
    }

    @Test
    void nobodyToAskIsUnavailableInTheEnd() {
        cluster.nodes().forEach(cluster::crash);

        StepVerifier.create(client.submit(1L)).verifyError(RaftException.Unavailable.class);
        assertThat(cluster.elapsed()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(30));
    }

    @Test
    void closedClientAsksNoMore() {
        StepVerifier.create(client.close()).verifyComplete();

        StepVerifier.create(client.submit(1L)).verifyError(RaftException.Closed.class);
        StepVerifier.create(cluster.submit(1L)).expectNext(1L).verifyComplete();
    }
}

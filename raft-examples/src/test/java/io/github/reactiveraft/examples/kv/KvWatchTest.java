package io.github.reactiveraft.examples.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.examples.kv.KvCommand.Delete;
import io.github.reactiveraft.examples.kv.KvOutput.KeyChange;
import io.github.reactiveraft.examples.kv.KvOutput.Removed;
import io.github.reactiveraft.examples.kv.KvOutput.Stored;
import io.github.reactiveraft.test.RaftCluster;
import io.github.reactiveraft.test.RaftClusters;
import io.github.reactiveraft.test.Seeds;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class KvWatchTest {

    @Seeds(5)
    void everyNodeTellsWhatBecomesOfKeysWithThePrefix(RaftClusters clusters) {
        RaftCluster<KvCommand, KvQuery, KvOutput> cluster = clusters.simulated(KvStateMachine::new);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        Flux<KvCommand> before = Flux.just(
                Replica.put("a/1", "x"),
                Replica.put("a", "not below it"),
                Replica.put("a/2", "y", Duration.ofSeconds(1)),
                new Delete("a/1"),
                new Delete("a/1"));
        Mono<KvOutput> writes = before.concatMap(cluster::submit)
                .then(Mono.delay(Duration.ofSeconds(2), cluster.scheduler()))
                .then(cluster.submit(Replica.put("b", "whatever")));

        StepVerifier.create(cluster.drive(Mono.zip(changes(cluster, 1), changes(cluster, 3), writes)))
                .assertNext(seen -> {
                    assertThat(seen.getT1()).isEqualTo(seen.getT2());
                    assertThat(seen.getT1())
                            .satisfiesExactly(
                                    change -> assertThat(change)
                                            .isInstanceOf(Stored.class)
                                            .returns("a/1", KeyChange::key),
                                    change -> assertThat(change)
                                            .isInstanceOf(Stored.class)
                                            .returns("a/2", KeyChange::key),
                                    change -> assertThat(change)
                                            .isEqualTo(new Removed(
                                                    "a/1", seen.getT1().get(0).version(), false)),
                                    change -> assertThat(change)
                                            .isEqualTo(new Removed(
                                                    "a/2", seen.getT1().get(1).version(), true)));
                })
                .verifyComplete();
    }

    @Seeds(5)
    void copyIsKeptByReadingAndWatchingFromThere(RaftClusters clusters) {
        RaftCluster<KvCommand, KvQuery, KvOutput> cluster = clusters.simulated(KvStateMachine::new);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        Mono<KvOutput> before = cluster.submit(Replica.put("a/1", "x"))
                .then(cluster.submit(Replica.put("b", "y")))
                .then(cluster.submit(Replica.put("a/2", "z")));
        StepVerifier.create(cluster.drive(before)).expectNextCount(1).verifyComplete();
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        RaftNode<KvCommand, KvQuery, KvOutput> node = cluster.node(2).raft().orElseThrow();
        ReadToken token = ReadToken.start();

        StepVerifier.create(cluster.drive(node.read(new KvQuery.List("a/", ""), ReadMode.local(token))))
                .expectNextCount(1)
                .verifyComplete();

        Mono<KvOutput> after = cluster.submit(Replica.put("a/3", "new"))
                .then(cluster.submit(Replica.put("b", "other")))
                .then(cluster.submit(new Delete("a/1")));
        Mono<List<Change<KeyChange>>> behindTheRead =
                KvWatch.prefix(node, "a/", token.index() + 1).take(2).collectList();
        Mono<List<Change<KeyChange>>> all =
                KvWatch.prefix(node, "a/", 1).take(4).collectList();

        StepVerifier.create(cluster.drive(Mono.zip(all, behindTheRead, after)))
                .assertNext(seen -> {
                    assertThat(seen.getT1())
                            .extracting(change -> change.value().key())
                            .containsExactly("a/1", "a/2", "a/3", "a/1");
                    assertThat(seen.getT1()).isSortedAccordingTo(Comparator.comparingLong(Change::index));
                    assertThat(seen.getT2()).isEqualTo(seen.getT1().subList(2, 4));
                })
                .verifyComplete();
    }

    private static Mono<List<KeyChange>> changes(RaftCluster<KvCommand, KvQuery, KvOutput> cluster, int number) {
        RaftNode<KvCommand, KvQuery, KvOutput> node =
                cluster.node(number).raft().orElseThrow();
        return KvWatch.prefix(node, "a/").take(4).collectList();
    }
}

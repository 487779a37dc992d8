package io.github.reactiveraft.examples.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.test.ClusterNode;
import io.github.reactiveraft.test.RaftCluster;
import io.github.reactiveraft.test.RaftClusters;
import io.github.reactiveraft.test.Seeds;
import java.time.Duration;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What a person at the keyboard reads, on a cluster in virtual time. */
class ShellTest {

    private static Flux<String> answer(
            RaftCluster<KvCommand, KvQuery, KvOutput> cluster,
            ClusterNode<KvCommand, KvQuery, KvOutput> node,
            String line) {
        return cluster.drive(new Shell(node.raft().orElseThrow()).answer(Line.parse(line)))
                .map(ShellTest::withoutVersions);
    }

    /** Which index a command gets is the log's business. */
    private static String withoutVersions(String line) {
        return line.replaceAll("version [0-9]+", "version #");
    }

    private static RaftCluster<KvCommand, KvQuery, KvOutput> ready(RaftClusters clusters) {
        RaftCluster<KvCommand, KvQuery, KvOutput> cluster = clusters.simulated(KvStateMachine::new);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        return cluster;
    }

    private static void converse(RaftCluster<KvCommand, KvQuery, KvOutput> cluster, String line, String... answers) {
        StepVerifier.create(answer(cluster, cluster.node(1), line))
                .expectNext(answers)
                .verifyComplete();
    }

    @Seeds(1)
    void everyAnswerSaysWhatBecameOfItsLine(RaftClusters clusters) {
        RaftCluster<KvCommand, KvQuery, KvOutput> cluster = ready(clusters);

        converse(cluster, "list", "no keys");
        converse(cluster, "put a 1", "a stored (version #): it was absent");
        converse(cluster, "get a", "1 (version #)");
        converse(cluster, "cas a 0 2", "a unchanged: it held 1");
        converse(cluster, "cas a 1 2", "a stored (version #): it held 1");
        converse(
                cluster,
                "put a/1 x 60",
                "a/1 stored (version #): it was absent; goes with the first command after 60 s");
        converse(cluster, "list", "a = 2 (version #)", "a/1 = x (version #)");
        converse(cluster, "delete a", "a deleted: it held 2");
        converse(cluster, "delete a", "a unchanged: it was absent");
        converse(cluster, "get a", "absent");
        converse(cluster, "quit");
    }

    @Seeds(1)
    void listGoesThroughAllPages(RaftClusters clusters) {
        RaftCluster<KvCommand, KvQuery, KvOutput> cluster = ready(clusters);
        Flux<KvOutput> puts = Flux.fromStream(IntStream.range(0, 1001).boxed())
                .flatMap(number -> cluster.submit(Replica.put("k" + number, "v")));
        StepVerifier.create(cluster.drive(puts.then())).verifyComplete();

        StepVerifier.create(answer(cluster, cluster.node(1), "list k"))
                .expectNextCount(1001)
                .verifyComplete();
    }

    @Seeds(1)
    void watchTellsEachChange(RaftClusters clusters) {
        RaftCluster<KvCommand, KvQuery, KvOutput> cluster = ready(clusters);
        Shell shell = new Shell(cluster.node(1).raft().orElseThrow());
        Mono<String> later = Flux.just("put a 1 1", "put b 2", "delete b")
                .concatMap(line -> shell.answer(Line.parse(line)))
                .then(Mono.delay(Duration.ofSeconds(2), cluster.scheduler()))
                .thenMany(shell.answer(Line.parse("put c 3")))
                .next();

        StepVerifier.create(cluster.drive(
                                Flux.merge(shell.answer(Line.parse("watch")).take(5), later.ignoreElement()))
                        .map(ShellTest::withoutVersions))
                .expectNext("a = 1 (version #)", "b = 2 (version #)", "b deleted (version #)")
                .expectNext("a expired (version #)", "c = 3 (version #)")
                .verifyComplete();
    }

    @Seeds(1)
    void failureSaysWhetherItMayBeDone(RaftClusters clusters) {
        RaftCluster<KvCommand, KvQuery, KvOutput> cluster = ready(clusters);
        ClusterNode<KvCommand, KvQuery, KvOutput> leader = cluster.leader();
        StepVerifier.create(answer(cluster, leader, "put a 0"))
                .expectNextCount(1)
                .verifyComplete();
        cluster.isolate(leader);

        StepVerifier.create(answer(cluster, leader, "put a 1"))
                .assertNext(line -> assertThat(line)
                        .startsWith("It may be done, now or later: get the key before you write that again"))
                .verifyComplete();
        StepVerifier.create(answer(cluster, leader, "put a 1"))
                .assertNext(line -> assertThat(line).startsWith("Not done: "))
                .verifyComplete();
    }
}

package io.github.reactiveraft.examples.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.SessionPolicy;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.examples.kv.KvOutput.Done;
import io.github.reactiveraft.test.RaftCluster;
import io.github.reactiveraft.test.RaftClusters;
import io.github.reactiveraft.test.Seeds;
import io.github.reactiveraft.test.history.History;
import io.github.reactiveraft.test.history.LinearizabilityChecker;
import io.github.reactiveraft.test.history.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Whatever happens to the nodes, the answers are those of one store. */
class KvLinearizabilityTest {

    private static final int CLIENT_COUNT = 4;

    private static final SnapshotPolicy OFTEN = new SnapshotPolicy(30, Long.MAX_VALUE, 5);

    @Seeds(5)
    void storeIsLinearizableWhateverHappens(RaftClusters clusters) {
        RaftCluster<KvCommand, KvQuery, KvOutput> cluster = cluster(clusters);

        List<Operation<Optional<KvCommand>, KvOutput>> operations = operate(cluster, Duration.ofSeconds(20));

        assertThat(new LinearizabilityChecker<>(new KvModel()).check(operations))
                .matches(verdict -> verdict.isLinearizable());
        assertThat(operations.stream().filter(operation -> isSwap(operation))).hasSizeGreaterThan(5);
        replicasAgree(cluster);
    }

    @Seeds(1)
    void sameSeedIsTheSameRun(RaftClusters clusters) {
        RaftCluster<KvCommand, KvQuery, KvOutput> first = cluster(clusters);
        RaftCluster<KvCommand, KvQuery, KvOutput> second = cluster(clusters);

        assertThat(operate(first, Duration.ofSeconds(5))).isEqualTo(operate(second, Duration.ofSeconds(5)));
        assertThat(first.traceHash()).isEqualTo(second.traceHash());
    }

    private static RaftCluster<KvCommand, KvQuery, KvOutput> cluster(RaftClusters clusters) {
        return clusters.simulated(KvStateMachine::new, spec -> spec.snapshots(OFTEN));
    }

    private static List<Operation<Optional<KvCommand>, KvOutput>> operate(
            RaftCluster<KvCommand, KvQuery, KvOutput> cluster, Duration chaos) {
        History<Optional<KvCommand>, KvOutput> history = new History<>();
        Flux<Void> recorded =
                Flux.range(1, CLIENT_COUNT).flatMap(number -> new KvClient(cluster, history, number).operations());
        Flux<Void> clients = recorded.mergeWith(new KvClient(cluster, history, 0).expiringPuts());

        StepVerifier.create(cluster.drive(clients.takeUntilOther(cluster.chaos(chaos))))
                .verifyComplete();
        // Nodes go on asking for outcomes that they did not see, though their clients have left.
        cluster.advance(SessionPolicy.defaults().patience());
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        return history.operations();
    }

    private static boolean isSwap(Operation<Optional<KvCommand>, KvOutput> operation) {
        return operation.input().orElse(null) instanceof KvCommand.CompareAndSet
                && operation.outcome().output() instanceof Done done
                && done.isDone();
    }

    /** Also on the keys that expired meanwhile, or have yet to. */
    private static void replicasAgree(RaftCluster<KvCommand, KvQuery, KvOutput> cluster) {
        List<KvOutput> lists = Flux.fromIterable(cluster.nodes())
                .concatMap(node -> node.read(new KvQuery.List("", "")))
                .collectList()
                .as(cluster::drive)
                .blockOptional()
                .orElseThrow();
        assertThat(lists).hasSize(cluster.nodes().size()).allMatch(lists.get(0)::equals);
    }
}

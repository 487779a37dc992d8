package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.N3;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.core.RaftServer;
import io.github.reactiveraft.core.storage.RaftStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Three nodes in one virtual machine, each on two threads and in a directory of its own, with different batchBytes. */
class ThreeNodesSnapshotTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Map<NodeId, Integer> BATCH_BYTES = Map.of(N1, 1024, N2, 2048, N3, 4096);
    private static final int STATE_BYTES = 100_000;

    private final Wires wires = new Wires();
    private final Map<NodeId, HookedStorage> storages = new TreeMap<>();
    private final Map<NodeId, Padded> machines = new TreeMap<>();
    private final Map<NodeId, RaftNode<Long, Long, Long>> nodes = new TreeMap<>();

    @TempDir
    private Path directory;

    @AfterEach
    void closeAll() {
        nodes.values().forEach(node -> node.close().block(LIMIT));
    }

    @Test
    void followerThatWasAwayCatchesUpByASnapshotAndGoesOn() {
        BATCH_BYTES.keySet().forEach(this::start);
        submit(1, 5);
        NodeId away = follower();
        node(away).close().block(LIMIT);
        nodes.remove(away);

        submit(6, 100);
        start(away);
        submit(101, 120);
        awaitAll();

        assertThat(Objects.requireNonNull(machines.get(away)).sum()).isEqualTo(sum(120));
        assertThat(Objects.requireNonNull(machines.get(away)).history()).hasSizeLessThan(100);
        assertThat(calls(away, "receive")).isNotEmpty();
        assertThat(calls(away, "complete")).isNotEmpty();
        assertThat(calls(away, "piece")).hasSizeGreaterThan(STATE_BYTES / 4096);
    }

    @Test
    void wholeClusterStartsAgainFromItsSnapshots() {
        BATCH_BYTES.keySet().forEach(this::start);
        submit(1, 100);
        awaitAll();
        closeAll();
        nodes.clear();

        BATCH_BYTES.keySet().forEach(this::start);
        submit(101, 110);
        awaitAll();

        assertThat(machines.values()).allSatisfy(machine -> {
            assertThat(machine.sum()).isEqualTo(sum(110));
            assertThat(machine.history()).hasSizeLessThan(100);
        });
    }

    private static long sum(long last) {
        return last * (last + 1) / 2;
    }

    private Iterable<String> calls(NodeId node, String kind) {
        return Objects.requireNonNull(storages.get(node)).snapshots().calls(kind);
    }

    private RaftNode<Long, Long, Long> node(NodeId id) {
        return Objects.requireNonNull(nodes.get(id));
    }

    private NodeId follower() {
        NodeId leader = leader();
        return nodes.keySet().stream()
                .filter(id -> !id.equals(leader))
                .findFirst()
                .orElseThrow();
    }

    private NodeId leader() {
        return Objects.requireNonNull(
                Flux.merge(nodes.values().stream().map(RaftNode::statuses).toList())
                        .mapNotNull(status -> status.leader().orElse(null))
                        .blockFirst(LIMIT));
    }

    private void submit(long first, long last) {
        for (long command = first; command <= last; command++) {
            Mono<Long> submitted = nodes.values().iterator().next().submit(command);
            submitted
                    .retryWhen(Retry.fixedDelay(1_000, Duration.ofMillis(20))
                            .scheduler(Schedulers.boundedElastic())
                            .filter(failure ->
                                    failure instanceof RaftException refused && refused.isDefinitelyNotDone()))
                    .block(LIMIT);
        }
    }

    private void awaitAll() {
        long last = nodes.values().stream()
                .mapToLong(node -> node.status().commitIndex())
                .max()
                .orElseThrow();
        nodes.values().forEach(node -> node.statuses()
                .filter(status -> status.lastApplied() >= last)
                .blockFirst(LIMIT));
    }

    private void start(NodeId id) {
        Padded machine = new Padded(STATE_BYTES);
        HookedStorage storage =
                new HookedStorage(RaftStorage.in(directory.resolve(id.value())).log());
        int batchBytes = Objects.requireNonNull(BATCH_BYTES.get(id));
        RaftSettings settings = RaftSettings.of(spec -> spec.cluster("test")
                .node(id.value())
                .members("n1", "n2", "n3")
                .snapshots(new SnapshotPolicy(30, Long.MAX_VALUE, 10))
                .limits(RaftLimits.defaults().withBatch(100, batchBytes))
                .timing(Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofSeconds(1)));
        machines.put(id, machine);
        storages.put(id, storage);
        nodes.put(
                id,
                Objects.requireNonNull(RaftServer.of(machine, settings)
                        .transport(wires.transport(id))
                        .storage(storage)
                        .start()
                        .block(LIMIT)));
    }
}

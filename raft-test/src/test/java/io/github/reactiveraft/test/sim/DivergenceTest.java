package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.core.storage.DiskFile;
import io.github.reactiveraft.core.storage.StorageSettings;
import io.github.reactiveraft.test.disk.CrashDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Replicas whose state machine is not deterministic, compared every eight entries. */
class DivergenceTest {

    private static final int EVERY = 8;
    private static final Duration ELECTION = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofMinutes(2);

    private final SortedMap<NodeId, Throwable> stopped = new TreeMap<>();

    private SimCluster<Long, Long, Long> started(long seed, Consumer<ClusterSpec> more, Long... drifts) {
        ArrayDeque<Long> drawn = new ArrayDeque<>(List.of(drifts));
        SimCluster<Long, Long, Long> cluster = SimCluster.of(() -> new Drifting(drawn), spec -> {
            spec.nodes(drifts.length)
                    .seed(seed)
                    .disks(StorageSettings.defaults().withSegmentBytes(4096));
            spec.settings(settings -> settings.digests(EVERY));
            more.accept(spec);
        });
        cluster.onNodeFailure((node, isStart, cause) -> stopped.put(node, cause));
        cluster.startAll();
        leader(cluster);
        return cluster;
    }

    private static int leader(SimCluster<Long, Long, Long> cluster) {
        assertThat(cluster.runUntil(() -> running(cluster).anyMatch(cluster::isLeader), ELECTION))
                .isTrue();
        return running(cluster).filter(cluster::isLeader).findFirst().orElseThrow();
    }

    private static IntStream running(SimCluster<Long, Long, Long> cluster) {
        return IntStream.range(0, cluster.size())
                .filter(node -> cluster.node(node).isPresent());
    }

    /** Executes a command, by whoever leads. */
    private static void submit(SimCluster<Long, Long, Long> cluster, long command) {
        for (int attempt = 0; attempt < 10; attempt++) {
            SimSubmission<Long> submission = cluster.submit(leader(cluster), command);
            cluster.runUntil(
                    () -> submission.result().isPresent() || submission.error().isPresent(), ELECTION);
            if (submission.result().isPresent()) {
                return;
            }
        }
        throw new AssertionError("No command is executed any more");
    }

    private static void goOn(SimCluster<Long, Long, Long> cluster, int commandCount) {
        for (int i = 0; i < commandCount; i++) {
            submit(cluster, 1);
        }
    }

    private static Flux<Void> endOfAny(SimCluster<Long, Long, Long> cluster) {
        return Flux.merge(running(cluster)
                .mapToObj(node -> cluster.node(node).map(RaftNode::terminated).orElseThrow())
                .toList());
    }

    /** Spoils the state, and gets to the next point at least. */
    private static void spoil(SimCluster<Long, Long, Long> cluster) {
        submit(cluster, Drifting.SPOIL);
        goOn(cluster, EVERY);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void followerWithAnotherStateStopsSoonAndSaysSo(long seed) {
        Long[] drifts = seed % 2 == 0 ? new Long[] {0L, 1L, 0L} : new Long[] {0L, 0L, 1L};
        SimCluster<Long, Long, Long> cluster = started(seed, spec -> {}, drifts);
        int leader = leader(cluster);

        StepVerifier.create(endOfAny(cluster))
                .then(() -> spoil(cluster))
                .then(() -> cluster.advance(SOON))
                .verifyErrorSatisfies(DivergenceTest::saysSo);

        assertThat(stopped).hasSize(1).doesNotContainKey(cluster.id(leader));
        goOn(cluster, 3 * EVERY);
        cluster.advance(LONG);
        assertThat(stopped).hasSize(1);
        assertThat(leader(cluster)).isEqualTo(leader);
    }

    private static void saysSo(Throwable end) {
        assertThat(end)
                .isInstanceOf(RaftException.Fatal.class)
                .hasMessageContaining("its state behind index ")
                .hasMessageContaining(" is not that of the majority, by digests n1=")
                .hasMessageContaining("not deterministic");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void leaderWithAnotherStateStopsSoonAndTheOthersGoOn(long seed) {
        SimCluster<Long, Long, Long> cluster = started(seed, spec -> {}, 1L, 0L, 0L);
        int leader = leader(cluster);

        StepVerifier.create(endOfAny(cluster))
                .then(() -> spoil(cluster))
                .then(() -> cluster.advance(SOON))
                .verifyErrorSatisfies(DivergenceTest::saysSo);

        assertThat(stopped).containsOnlyKeys(cluster.id(leader));
        goOn(cluster, 3 * EVERY);
        cluster.advance(LONG);
        assertThat(stopped).hasSize(1);
        assertThat(running(cluster)).hasSize(2).doesNotContain(leader);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void ofThreeThatAllDifferNobodyStops(long seed) {
        SimCluster<Long, Long, Long> cluster = started(seed, spec -> {}, 0L, 1L, 2L);

        spoil(cluster);
        goOn(cluster, 3 * EVERY);
        cluster.advance(LONG);

        assertThat(stopped).isEmpty();
    }

    @Test
    void ofTwoThatDifferNobodyStops() {
        SimCluster<Long, Long, Long> cluster = started(1, spec -> {}, 0L, 1L);

        spoil(cluster);
        goOn(cluster, 3 * EVERY);
        cluster.advance(LONG);

        assertThat(stopped).isEmpty();
    }

    @Test
    void whileOneIsAwayNobodyStopsAndWhenItIsBackTheOutvotedDoes() {
        SimCluster<Long, Long, Long> cluster = started(1, spec -> {}, 0L, 1L, 0L);
        int away = (leader(cluster) + 1) % 3;
        int astray = (leader(cluster) + 2) % 3;
        cluster.crash(away);
        spoil(cluster);
        cluster.advance(LONG);
        assertThat(stopped).isEmpty();

        cluster.boot(away);
        cluster.connect(away);
        goOn(cluster, EVERY);
        cluster.advance(SOON);

        assertThat(stopped).containsOnlyKeys(cluster.id(astray));
    }

    @Test
    void twoOfFiveThatDifferStop() {
        SimCluster<Long, Long, Long> cluster = started(1, spec -> {}, 0L, 1L, 2L, 0L, 0L);

        spoil(cluster);
        cluster.advance(SOON);

        assertThat(stopped).hasSize(2);
        goOn(cluster, 3 * EVERY);
        assertThat(stopped).hasSize(2);
    }

    @Test
    void restartMakesTheStateAnewFromTheLog() {
        SimCluster<Long, Long, Long> cluster = started(1, spec -> {}, 0L, 1L, 0L);
        spoil(cluster);
        cluster.advance(SOON);
        int astray = cluster.number(stopped.firstKey());

        restart(cluster, astray);
        goOn(cluster, 3 * EVERY);
        cluster.advance(LONG);

        assertThat(stopped).isEmpty();
    }

    @Test
    void whenItsSnapshotIsWrongTooThatOfAnotherMemberHelps() throws IOException {
        SimCluster<Long, Long, Long> cluster = withAWrongSnapshot();
        int astray = cluster.number(stopped.firstKey());

        restart(cluster, astray);
        goOn(cluster, EVERY);
        cluster.advance(SOON);
        assertThat(stopped).as("a restart is not enough").containsOnlyKeys(cluster.id(astray));

        goOn(cluster, EVERY);
        cluster.advance(SOON);
        cluster.crash(astray);
        // The simulation knows what was written to each disk, and this was not.
        cluster.giveUp(astray);
        copyNewestSnapshot(
                cluster.disk(leader(cluster)).disk(), cluster.disk(astray).disk());
        restart(cluster, astray);
        // Nor does it believe that disk any more: what is committed has to be on the two others first.
        cluster.process(astray).ifPresent(process -> process.slowFiles(20));
        goOn(cluster, 3 * EVERY);
        cluster.advance(LONG);

        assertThat(stopped).isEmpty();
        assertThat(cluster.status(astray).orElseThrow().lastApplied())
                .isEqualTo(cluster.status(leader(cluster)).orElseThrow().lastApplied());
    }

    @Test
    void whenTheOthersHaveForgottenTheLogTheirSnapshotComesByItself() {
        SimCluster<Long, Long, Long> cluster = withAWrongSnapshot();
        int astray = cluster.number(stopped.firstKey());

        goOn(cluster, 3 * EVERY);
        restart(cluster, astray);
        goOn(cluster, 3 * EVERY);
        cluster.advance(LONG);

        assertThat(stopped).isEmpty();
    }

    private SimCluster<Long, Long, Long> withAWrongSnapshot() {
        SnapshotPolicy often = new SnapshotPolicy(5, Long.MAX_VALUE, 0);
        SimCluster<Long, Long, Long> cluster = started(1, spec -> spec.snapshots(often), 0L, 1L, 0L);
        spoil(cluster);
        cluster.advance(SOON);
        assertThat(stopped).hasSize(1);
        return cluster;
    }

    private void restart(SimCluster<Long, Long, Long> cluster, int node) {
        cluster.crash(node);
        stopped.clear();
        cluster.boot(node);
        cluster.connect(node);
    }

    private static void copyNewestSnapshot(CrashDisk from, CrashDisk to) throws IOException {
        String newest = from.list("").stream()
                .filter(name -> name.endsWith(".snap"))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        assertThat(to.list("")).filteredOn(name -> name.endsWith(".snap")).allMatch(name -> name.compareTo(newest) < 0);
        try (DiskFile source = from.open(newest, false);
                DiskFile target = to.open(newest, true)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
            source.read(0, bytes);
            target.write(0, bytes.flip());
            target.force();
        }
        to.forceDirectory("");
    }
}

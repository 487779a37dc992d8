package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.core.storage.StorageSettings;
import io.github.reactiveraft.test.disk.Quiet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("thesis §3.10: a leader that is stopped on purpose hands over first")
@ExtendWith(Quiet.class)
class PlannedStopTest {

    private static final int MEMBERS = 3;
    private static final Duration MOMENT = Duration.ofMillis(100);

    private final SimCluster<Long, Long, Long> cluster = SimCluster.of(
            SimSum::new,
            spec -> spec.nodes(MEMBERS).seed(3).disks(StorageSettings.defaults().withSegmentBytes(4096)));
    private final List<Class<?>> failures = new ArrayList<>();
    private final List<Boolean> closed = new ArrayList<>();

    PlannedStopTest() {
        cluster.startAll();
        await(() -> nodes().anyMatch(cluster::isLeader), Duration.ofSeconds(20));
        cluster.advance(Duration.ofSeconds(1));
    }

    @Test
    void anotherOneLeadsAtOnceAndNothingThatWasTakenIsInDoubt() {
        int leader = leader();
        RaftNode<Long, Long, Long> leaving = cluster.node(leader).orElseThrow();
        cluster.submit(leader, 0L);
        cluster.advance(MOMENT);
        for (long command = 1; command <= 20; command++) {
            leaving.submit(command).subscribe(done -> {}, failure -> failures.add(failure.getClass()));
        }

        leaving.close().subscribe(none -> {}, failure -> {}, () -> closed.add(true));
        await(() -> nodes().anyMatch(node -> node != leader && cluster.isLeader(node)), MOMENT);
        await(() -> !closed.isEmpty(), MOMENT);

        assertThat(failures).as("of those that were taken before").isEmpty();
        assertThat(cluster.applied(leader())).hasSize(21);
    }

    @Test
    void whatComesMeanwhileIsDefinitelyNotDone() {
        int leader = leader();
        RaftNode<Long, Long, Long> leaving = cluster.node(leader).orElseThrow();

        leaving.close().subscribe();
        leaving.submit(1L).subscribe(done -> {}, failure -> failures.add(failure.getClass()));
        leaving.read(1L).subscribe(done -> {}, failure -> failures.add(failure.getClass()));
        cluster.advance(MOMENT);

        assertThat(failures)
                .hasSize(2)
                .allMatch(failure -> failure == RaftException.Unavailable.class
                        || failure == RaftException.Closed.class
                        || failure == RaftException.NotLeader.class);
    }

    @Test
    void leaderThatFindsNobodyGoesAllTheSame() {
        int leader = leader();
        nodes().filter(node -> node != leader).forEach(cluster::kill);
        RaftNode<Long, Long, Long> leaving = cluster.node(leader).orElseThrow();

        leaving.close().subscribe(none -> {}, failure -> {}, () -> closed.add(true));
        leaving.close().subscribe(none -> {}, failure -> {}, () -> closed.add(true));
        await(() -> closed.size() == 2, Duration.ofMillis(1_500));

        assertThat(closed).hasSize(2);
    }

    /** One after the other: no election timeout passes. */
    @Test
    void rollingRestartIsAMatterOfMoments() {
        for (int node = 0; node < MEMBERS; node++) {
            int stopping = node;
            closed.clear();
            cluster.node(stopping).orElseThrow().close().subscribe(none -> {}, failure -> {}, () -> closed.add(true));
            await(() -> !closed.isEmpty(), MOMENT);
            await(() -> nodes().anyMatch(other -> other != stopping && cluster.isLeader(other)), MOMENT);
            cluster.kill(stopping);
            cluster.boot(stopping);
            cluster.advance(Duration.ofSeconds(1));
        }

        cluster.submit(leader(), 7L);
        await(() -> nodes().allMatch(node -> cluster.applied(node).contains(7L)), Duration.ofSeconds(2));
    }

    private int leader() {
        return nodes().filter(node -> cluster.isLeader(node)).findFirst().orElseThrow();
    }

    private void await(BooleanSupplier condition, Duration limit) {
        assertThat(cluster.runUntil(condition, limit)).isTrue();
    }

    private static IntStream nodes() {
        return IntStream.range(0, MEMBERS);
    }
}

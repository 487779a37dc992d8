package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.SnapshotStorage;
import io.github.reactiveraft.api.spi.StorageIdentity;
import io.github.reactiveraft.core.storage.MemoryStorage;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class SimClusterTest {

    private static final Duration ELECTION = Duration.ofSeconds(5);

    private static SimCluster<Long, Long, Long> started(Consumer<ClusterSpec> spec) {
        SimCluster<Long, Long, Long> cluster = SimCluster.of(SimSum::new, spec);
        cluster.startAll();
        return cluster;
    }

    private static int leader(SimCluster<?, ?, ?> cluster) {
        assertThat(cluster.runUntil(() -> IntStream.range(0, cluster.size()).anyMatch(cluster::isLeader), ELECTION))
                .isTrue();
        return IntStream.range(0, cluster.size())
                .filter(cluster::isLeader)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void commandIsAppliedByEveryMemberAndAnswered() {
        SimCluster<Long, Long, Long> cluster = started(spec -> spec.nodes(5).seed(1));
        int leader = leader(cluster);

        SimSubmission<Long> two = cluster.submit(leader, 2L);
        SimSubmission<Long> three = cluster.submit(leader, 3L);
        cluster.advance(Duration.ofMillis(300));

        assertThat(two.result()).contains(2L);
        assertThat(three.result()).contains(5L);
        assertThat(three.applicationIndex()).isEqualTo(2);
        assertThat(three.index())
                .as("behind the leader's no-op and the session")
                .isEqualTo(4);
        assertThat(IntStream.range(0, 5).mapToObj(cluster::applied)).allMatch(List.of(2L, 3L)::equals);
    }

    @Test
    void reactiveSurfaceIsDrivenByTime() {
        SimCluster<Long, Long, Long> cluster = started(spec -> spec.seed(2));
        int follower = (leader(cluster) + 1) % 3;
        cluster.advance(ELECTION);
        RaftNode<Long, Long, Long> node = cluster.node(follower).orElseThrow();

        StepVerifier.create(node.submit(7L).then(node.read(0L)))
                .then(() -> cluster.advance(Duration.ofSeconds(1)))
                .expectNext(7L)
                .verifyComplete();
    }

    @Test
    void memberThatIsNoLeaderRefuses() {
        SimCluster<Long, Long, Long> cluster =
                started(spec -> spec.seed(3).settings(settings -> settings.forwarding(false)));
        int follower = (leader(cluster) + 1) % 3;
        cluster.advance(ELECTION);

        SimSubmission<Long> submission = cluster.submit(follower, 1L);
        cluster.advance(Duration.ZERO);

        assertThat(submission.isDecided()).isTrue();
        assertThat(submission.isAccepted()).isFalse();
        assertThat(submission.error()).containsInstanceOf(RaftException.NotLeader.class);
    }

    @Test
    void crashedMemberComesBackWithItsDiskAndCatchesUp() {
        SimCluster<Long, Long, Long> cluster = started(spec -> spec.seed(4));
        int first = leader(cluster);
        cluster.submit(first, 1L);
        cluster.advance(Duration.ofSeconds(1));
        SimSubmission<Long> lost = cluster.submit(first, 2L);
        cluster.advance(Duration.ZERO);

        cluster.crash(first);
        assertThat(lost.isAccepted()).isTrue();
        assertThat(lost.error()).containsInstanceOf(RaftException.OutcomeUnknown.class);
        assertThat(cluster.isUp(first)).isFalse();
        assertThat(cluster.term(first)).isZero();
        assertThat(cluster.submit(first, 3L).error()).isPresent();

        int second = leader(cluster);
        assertThat(second).isNotEqualTo(first);
        cluster.submit(second, 4L);
        cluster.start(first);
        cluster.connect(first);
        cluster.advance(ELECTION);

        assertThat(cluster.applied(first)).isEqualTo(cluster.applied(second)).endsWith(4L);
    }

    @Test
    void disconnectedMembersTalkToNobody() {
        SimCluster<Long, Long, Long> cluster = SimCluster.of(SimSum::new, spec -> spec.seed(5));
        IntStream.range(0, 3).forEach(cluster::start);

        cluster.advance(ELECTION);

        assertThat(IntStream.range(0, 3).noneMatch(cluster::isLeader)).isTrue();
        assertThat(cluster.network().traffic().requestCount()).isZero();
        cluster.connect(0);
        cluster.connect(1);
        assertThat(cluster.network().isLinked(cluster.id(0), cluster.id(1))).isTrue();
        assertThat(cluster.network().isLinked(cluster.id(1), cluster.id(2))).isFalse();
        assertThat(leader(cluster)).isLessThan(2);
    }

    @Test
    void stateMachineThatFallsOverFailsTheRun() {
        SimCluster<Long, Long, Long> cluster =
                started(spec -> spec.seed(6).reproduction("run stateMachineThatFallsOverFailsTheRun"));

        cluster.submit(leader(cluster), -1L);

        assertThatThrownBy(() -> cluster.advance(ELECTION))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("Seed 6", "below zero", "run stateMachineThatFallsOverFailsTheRun");
    }

    /** Forgets its vote when it is opened again. */
    private static final class Forgetful implements LogStorage {
        private final MemoryStorage storage = new MemoryStorage();

        @Override
        public Recovered open(StorageIdentity identity) {
            Recovered all = storage.open(identity);
            HardState forgotten =
                    new HardState(all.hardState().term(), null, all.hardState().incarnations());
            return new Recovered(
                    all.incarnation(),
                    forgotten,
                    all.termRuns(),
                    all.lastIndex(),
                    all.lastTimestamp(),
                    all.membership());
        }

        @Override
        public void write(List<LogWrite> writes) {
            storage.write(writes);
        }

        @Override
        public EntryBatch read(long fromIndex, int maxBytes) {
            return storage.read(fromIndex, maxBytes);
        }

        @Override
        public void supersede() {
            storage.supersede();
        }

        @Override
        public SnapshotStorage snapshots() {
            return storage.snapshots();
        }

        @Override
        public void close() {
            storage.close();
        }
    }

    @Test
    void diskThatForgetsAVoteFailsTheRun() {
        SimCluster<Long, Long, Long> cluster = started(spec -> spec.seed(7).storage(Forgetful::new));

        cluster.start(leader(cluster));

        assertThatThrownBy(() -> cluster.advance(ELECTION)).hasMessageContaining("A disk gives back what was written");
    }

    @Test
    void clustersSideBySideDoNotDisturbEachOther() {
        SimCluster<Long, Long, Long> alone = started(spec -> spec.seed(8));
        alone.advance(ELECTION);
        alone.advance(ELECTION);

        SimCluster<Long, Long, Long> one = started(spec -> spec.seed(8));
        SimCluster<Long, Long, Long> other = started(spec -> spec.seed(9));
        one.advance(ELECTION);
        other.advance(ELECTION);
        one.advance(ELECTION);

        assertThat(one.simulation().traceHash()).isEqualTo(alone.simulation().traceHash());
    }

    @Test
    void impossibleSettingsAreRefusedBeforeAnythingRuns() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> SimCluster.of(SimSum::new, spec -> spec.nodes(0)));
    }
}

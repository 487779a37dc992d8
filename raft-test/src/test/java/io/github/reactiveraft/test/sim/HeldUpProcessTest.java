package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.test.disk.Quiet;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What keeps a process from running as it should, and that its cluster lives with that. */
@ExtendWith(Quiet.class)
class HeldUpProcessTest {

    private final SimBench bench = SimBench.of(3, 1);
    private final SimCluster<Long, Long, Long> cluster = bench.cluster;

    @Test
    void pausedLeaderIsDeposedAndResumesAsFollower() {
        int first = bench.leader();
        SimProcess process = bench.process(first);
        long term = cluster.term(first);
        bench.commit(1);

        process.pause();
        SimSubmission<Long> late = cluster.submit(first, 10L);
        assertThat(cluster.runUntil(() -> bench.leaders().count() == 2, SimBench.ELECTION))
                .as("the paused one knows nothing of the other")
                .isTrue();
        int second = bench.leaders().filter(node -> node != first).findFirst().orElseThrow();
        assertThat(cluster.term(second)).isGreaterThan(term);
        SimSubmission<Long> meanwhile = cluster.submit(second, 100L);
        bench.advance(1_000);
        assertThat(meanwhile.result()).contains(101L);
        assertThat(process.isPaused()).isTrue();
        assertThat(cluster.applied(first)).containsExactly(1L);

        process.resume();
        bench.advance(2_000);

        assertThat(process.isPaused()).isFalse();
        assertThat(cluster.status(first).orElseThrow().role()).isEqualTo(Role.FOLLOWER);
        assertThat(late.result()).as("passed on to the other").contains(111L);
        assertThat(cluster.applied(first)).isEqualTo(cluster.applied(second)).containsExactly(1L, 100L, 10L);
    }

    @Test
    void resumingWhoIsNotPausedChangesNothing() {
        int leader = bench.leader();

        bench.process(leader).resume();

        bench.commit(1);
        assertThat(bench.leader()).isEqualTo(leader);
    }

    @Test
    void slowProcessAnswersLateUntilItIsSlowNoMore() {
        int leader = bench.leader();
        Duration before = bench.commit(1);

        bench.process(leader).slow(Duration.ofMillis(20));
        Duration slow = bench.commit(2);
        bench.process(leader).slow(Duration.ZERO);
        bench.advance(1_000);
        Duration after = bench.commit(3);

        assertThat(slow).isGreaterThan(before.multipliedBy(3));
        assertThat(after).isLessThan(Duration.ofMillis(10));
    }

    @Test
    void slowFilesTakeSoManyTimesAsLong() {
        int leader = bench.leader();
        bench.advance(1_000);

        for (int node = 0; node < cluster.size(); node++) {
            bench.process(node).slowFiles(100);
        }
        Duration slow = bench.commit(1);
        for (int node = 0; node < cluster.size(); node++) {
            bench.process(node).slowFiles(1);
        }
        bench.advance(2_000);

        assertThat(slow).isGreaterThan(Duration.ofMillis(10));
        assertThat(bench.commit(2)).isLessThan(Duration.ofMillis(10));
        assertThat(bench.leader()).isEqualTo(leader);
    }

    @Test
    void clockThatRunsFastMeasuresMoreThanTheWorld() {
        SimProcess process = bench.process(0);

        process.clockRate(1.5);
        long fast = nanosIn(process, Duration.ofSeconds(2));
        process.clockRate(1);
        long right = nanosIn(process, Duration.ofSeconds(2));

        assertThat(fast).isEqualTo(Duration.ofSeconds(3).toNanos());
        assertThat(right).isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    private long nanosIn(SimProcess process, Duration duration) {
        long before = process.time().nanos();
        cluster.advance(duration);
        return process.time().nanos() - before;
    }

    /** Followers whose clock runs faster stand for election before their leader's heartbeat is due. */
    @Test
    void clockRateDecidesWhenAFollowerRunsOutOfPatience() {
        int leader = bench.leader();
        bench.advance(1_000);
        long term = cluster.term(leader);

        bench.process(leader).clockRate(0.001);
        bench.advance(5_000);

        assertThat(cluster.term(leader)).isGreaterThan(term);
        assertThat(bench.leader()).isNotEqualTo(leader);
    }

    @Test
    void wallClockJumpsAndTheOtherClockDoesNot() {
        SimProcess process = bench.process(0);
        long wallBefore = process.time().wallMillis();
        long nanosBefore = process.time().nanos();

        process.wallClockJump(Duration.ofMinutes(-5));

        assertThat(process.time().wallMillis() - wallBefore)
                .isEqualTo(Duration.ofMinutes(-5).toMillis());
        assertThat(process.time().nanos()).isEqualTo(nanosBefore);
    }

    @Test
    void everyHoldUpEndsWithItsProcess() {
        int leader = bench.leader();
        bench.process(leader).pause();
        bench.process(leader).slowFiles(1_000);

        cluster.kill(leader);
        assertThat(cluster.process(leader)).isEmpty();
        cluster.boot(leader);
        bench.advance(5_000);

        assertThat(bench.process(leader).isPaused()).isFalse();
        assertThat(bench.commit(1)).isLessThan(Duration.ofMillis(10));
        bench.advance(1_000);
        assertThat(cluster.applied(leader)).containsExactly(1L);
    }
}

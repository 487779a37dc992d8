package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.test.disk.CrashDisk;
import io.github.reactiveraft.test.disk.Quiet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A leader whose disk fails one sync, loses what that was to save, and would let the next one succeed. */
@ExtendWith(Quiet.class)
class FailedSyncTest {

    /** A longest election timeout until the silence is noticed, and a ballot. */
    private static final Duration ELECTION = Duration.ofMillis(1_500);

    private final SimBench bench = SimBench.of(3, 7);
    private final SimCluster<Long, Long, Long> cluster = bench.cluster;
    private final List<Throwable> ends = new ArrayList<>();

    @Test
    void leaderStopsAtOnceAcknowledgesNothingAndOthersTakeOver() {
        cluster.onNodeFailure((node, isStart, cause) -> ends.add(cause));
        int old = bench.leader();
        bench.commit(1);
        CrashDisk disk = cluster.disk(old).disk();
        disk.failForce(disk.forceCount() + 1);

        SimSubmission<Long> failed = cluster.submit(old, 10L);
        assertThat(cluster.runUntil(() -> !ends.isEmpty(), Duration.ofMillis(50)))
                .as("at once")
                .isTrue();
        long forceCount = disk.forceCount();
        SimSubmission<Long> late = cluster.submit(old, 100L);

        assertThat(cluster.runUntil(() -> bench.leaders().anyMatch(node -> node != old), ELECTION))
                .as("no later than after any end of a leader")
                .isTrue();
        bench.advance(5_000);
        assertThat(failed.result()).isEmpty();
        assertThat(late.result()).isEmpty();
        assertThat(disk.forceCount()).as("no second sync is believed").isEqualTo(forceCount);
        assertThat(ends).singleElement().satisfies(end -> assertThat(end)
                .isInstanceOf(RaftException.Fatal.class)
                .hasMessageContaining("Input/output error")
                .hasMessageContaining("Check free space, permissions and the device")
                .hasMessageContaining("restart it"));

        cluster.kill(old);
        cluster.boot(old);
        bench.commit(1_000);
        bench.advance(1_000);
        assertThat(cluster.applied(old)).startsWith(1L).endsWith(1_000L).doesNotContain(100L);
        assertThat(cluster.status(old).orElseThrow().storage()).isEqualTo(StorageHealth.OK);
    }
}

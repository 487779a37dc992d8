package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.test.disk.CrashDisk;
import io.github.reactiveraft.test.disk.Quiet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who hears of a node that stops by itself. */
@ExtendWith(Quiet.class)
class NodeFailuresTest {

    private final SimBench bench = SimBench.of(3, 2);
    private final SimCluster<Long, Long, Long> cluster = bench.cluster;
    private final List<Failure> heard = new ArrayList<>();

    private record Failure(NodeId node, boolean isStart) {}

    private void listen() {
        cluster.onNodeFailure((node, isStart, cause) -> {
            assertThat(cause).hasRootCauseMessage("Input/output error");
            heard.add(new Failure(node, isStart));
        });
    }

    private void failNextSync(int node) {
        CrashDisk disk = cluster.disk(node).disk();
        disk.failForce(disk.forceCount() + 1);
    }

    @Test
    void nodeThatStopsWhileItRunsIsToldAndTheOthersGoOn() {
        listen();
        int first = bench.leader();
        failNextSync(first);

        cluster.submit(first, 1L);
        bench.advance(3_000);

        assertThat(heard).containsExactly(new Failure(cluster.id(first), false));
        assertThat(cluster.isUp(first)).as("its process is still to be killed").isTrue();
        assertThat(cluster.node(first)).isEmpty();
        cluster.kill(first);
        cluster.boot(first);
        bench.commit(2);
        bench.advance(1_000);
        assertThat(cluster.applied(first)).endsWith(2L);
    }

    @Test
    void nodeThatCannotStartIsTold() {
        listen();
        bench.leader();
        cluster.kill(0);
        cluster.disk(0).disk().failRead();

        cluster.boot(0);
        bench.advance(1_000);

        assertThat(heard).containsExactly(new Failure(cluster.id(0), true));
    }

    @Test
    void nodeThatIsKilledHasNotStoppedByItself() {
        listen();
        bench.leader();

        cluster.kill(0);
        cluster.powerCut(1);
        bench.advance(1_000);

        assertThat(heard).isEmpty();
    }

    @Test
    void withoutAListenerTheRunFails() {
        int leader = bench.leader();
        failNextSync(leader);
        cluster.submit(leader, 1L);

        assertThatThrownBy(() -> cluster.advance(Duration.ofSeconds(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Seed 2");
    }
}

package io.github.reactiveraft.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.core.storage.DiskFile;
import io.github.reactiveraft.test.disk.CrashDisk;
import io.github.reactiveraft.test.disk.Quiet;
import io.github.reactiveraft.test.sim.Disturbance;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.SimLink;
import io.github.reactiveraft.test.sim.SimProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the nemesis is done, nothing of what it did is left. */
@ExtendWith(Quiet.class)
class NemesisTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static ChaosBench struck(ChaosPlan plan) {
        ChaosBench bench = ChaosBench.of(plan);
        Nemesis nemesis = new Nemesis(plan, bench.cluster, bench.members);
        nemesis.start();
        bench.cluster.startAll();
        bench.write(50);
        bench.cluster.advance(MINUTE);
        nemesis.end();
        bench.members.wake();
        return bench;
    }

    private static List<NodeId> ids(ChaosBench bench) {
        return IntStream.range(0, bench.cluster.size())
                .mapToObj(bench.cluster::id)
                .toList();
    }

    private static void assertNetworkIsWhole(ChaosBench bench) {
        for (NodeId from : ids(bench)) {
            for (NodeId to : ids(bench)) {
                SimLink link = bench.cluster.network().link(from, to);
                assertThat(from.equals(to) || link.isPassable()).isTrue();
                assertThat(link.isCalm()).isTrue();
            }
        }
        assertThat(bench.cluster.network().model())
                .isEqualTo(bench.plan.network().withDisturbance(Disturbance.NONE));
    }

    private static void assertDiskIsMended(CrashDisk disk) {
        try (DiskFile file = disk.copy().open("probe", true)) {
            assertThat(file.size()).isZero();
        } catch (IOException full) {
            throw new AssertionError("The disk is still full", full);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void nothingIsLeftOfAllFaultsTogether(long seed) {
        ChaosBench bench = struck(ChaosBench.plan(seed, Fault.values()));

        assertNetworkIsWhole(bench);
        for (int node = 0; node < bench.cluster.size(); node++) {
            assertThat(bench.cluster.process(node).filter(SimProcess::isPaused)).isEmpty();
            assertDiskIsMended(bench.cluster.disk(node).disk());
        }
        // A write that failed before the end, on a disk that was slow as well, may be what a node tells of a little
        // later.
        bench.cluster.advance(MINUTE);
        String counts = bench.cluster.faults().counts().toString();
        bench.cluster.advance(MINUTE);

        assertThat(bench.cluster.faults().counts()).hasToString(counts);
        assertNetworkIsWhole(bench);
        assertThat(bench.members.trusted())
                .allMatch(node -> bench.members.node(node).isPresent());
        long term = bench.cluster.term(bench.leader());
        bench.cluster.advance(Duration.ofSeconds(10));
        assertThat(bench.cluster.term(bench.leader())).isEqualTo(term);
    }

    @Test
    void noFlappingOutlivesItsNemesis() {
        ChaosBench bench = struck(ChaosBench.plan(5, Fault.FLAP));
        long before = bench.cluster.faults().counts().count(Fault.PARTITION_ONE);

        bench.cluster.advance(Duration.ofSeconds(30));

        assertThat(before).isPositive();
        assertThat(bench.cluster.faults().counts().count(Fault.PARTITION_ONE)).isEqualTo(before);
        assertNetworkIsWhole(bench);
    }

    @Test
    void planWithoutFaultsIsLeftAlone() {
        ChaosBench bench = struck(ChaosBench.plan(6));

        assertThat(bench.cluster.faults().counts()).hasToString("{}");
    }
}

package io.github.reactiveraft.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.test.disk.Quiet;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.SimCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run tells what was wrong, and how to see it again. */
@ExtendWith(Quiet.class)
class ChaosRunTest {

    private static final ChaosPlan PLAN = ChaosPlan.of(2, Duration.ofSeconds(10), new TreeSet<>());

    /** Does something at one instant. */
    private interface Deed {
        void run(SimCluster<RegisterWrite, Integer, RegisterAnswer> cluster, Members members);
    }

    private static ChaosReport planted(Deed deed) {
        return ChaosRun.of(PLAN, "repeat it like this", (plan, cluster, members) -> new Adversary() {
            @Override
            public void start() {
                cluster.simulation()
                        .scheduler()
                        .schedule(() -> deed.run(cluster, members), 5_000, TimeUnit.MILLISECONDS);
            }

            @Override
            public void end() {
                members.heal();
            }
        });
    }

    private static void assertTold(ChaosReport report, String what) {
        assertThat(report.isSound()).isFalse();
        assertThat(report.seed()).isEqualTo(2);
        assertThat(report.violation().orElseThrow()).contains("Seed 2 at PT", what, "to repeat: repeat it like this");
    }

    @Test
    void soundRunIsReportedAsSuch() {
        ChaosReport report = planted((cluster, members) -> {});

        assertThat(report.isSound()).isTrue();
        assertThat(report.violation()).isEmpty();
        assertThat(report.doubt()).isEmpty();
        assertThat(report.operationCount()).isGreaterThan(100);
        assertThat(report.elapsed()).isGreaterThan(Duration.ofSeconds(20));
        assertThat(report.enabled()).isEmpty();
        assertThat(report.faults()).hasToString("{}");
    }

    @Test
    void diskThatForgetsIsReported() {
        ChaosReport report = planted((cluster, members) -> {
            cluster.kill(1);
            cluster.disk(1).replace();
            cluster.boot(1);
        });

        assertTold(report, "A disk gives back what was written to it");
    }

    @Test
    void memberThatStopsIsReported() {
        ChaosReport report = planted((cluster, members) ->
                cluster.disk(1).disk().failForce(cluster.disk(1).disk().forceCount() + 1));

        assertTold(report, "n2 stopped, and nothing was done to its disk");
    }

    @Test
    void clientWithoutAnEndIsReported() {
        ChaosPlan thoughtful = new ChaosPlan(
                PLAN.seed(),
                PLAN.nodeCount(),
                PLAN.duration(),
                PLAN.faults(),
                PLAN.faultInterval(),
                PLAN.network(),
                PLAN.segmentBytes(),
                PLAN.limits(),
                PLAN.clientCount(),
                Duration.ofDays(1),
                PLAN.keyCount(),
                PLAN.snapshots(),
                PLAN.sessions());

        assertTold(ChaosRun.of(thoughtful, "repeat it like this"), "A client got no answer and did not give up");
    }

    @Test
    void clusterThatDoesNotComeBackIsReported() {
        ChaosReport report = planted((cluster, members) -> cluster.disconnect(1));

        assertTold(report, "The healed cluster has not got to");
    }

    @Test
    void faultsOfTheDiskAreCounted() {
        ChaosReport report = ChaosRun.of(ChaosBench.plan(2, Fault.LOST_WRITE), "run it again");

        assertThat(report.violation()).isEmpty();
        assertThat(report.faults().count(Fault.LOST_WRITE)).isPositive();
    }

    @Test
    void replayIsTheSameRunInWords() {
        List<String> events = new ArrayList<>();

        ChaosReport replayed = ChaosRun.replay(PLAN, "", events::add);

        assertThat(replayed.traceHash()).isEqualTo(ChaosRun.of(PLAN, "").traceHash());
        assertThat(events)
                .anyMatch(event -> event.contains("LEADER"))
                .anyMatch(event -> event.contains("writes"))
                .anyMatch(event -> event.contains(" -> "));
    }
}

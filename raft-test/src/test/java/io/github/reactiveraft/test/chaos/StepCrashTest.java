package io.github.reactiveraft.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactiveraft.test.disk.Quiet;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.SimCluster;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One step of a script is its last for the member that takes it; all steps before it are as they were. */
@ExtendWith(Quiet.class)
class StepCrashTest {

    private static final CrashScript SCRIPT = CrashScript.all().stream()
            .filter(script -> script.name().equals("steady writes"))
            .findFirst()
            .orElseThrow();

    private final StepCrash[] played = new StepCrash[1];
    private final Set<Integer> seenDown = new TreeSet<>();

    private ChaosReport run(long step) {
        seenDown.clear();
        return ChaosRun.of(SCRIPT.plan(), "", (plan, cluster, members) -> {
            played[0] = new StepCrash(SCRIPT, cluster, members, step);
            cluster.simulation().scheduler().schedulePeriodically(() -> look(cluster), 10, 10, TimeUnit.MILLISECONDS);
            return played[0];
        });
    }

    private void look(SimCluster<?, ?, ?> cluster) {
        IntStream.range(0, cluster.size()).filter(node -> !cluster.isUp(node)).forEach(seenDown::add);
    }

    @Test
    void stepsAreCountedWithoutACrash() {
        ChaosReport report = run(0);

        assertThat(report.isSound()).isTrue();
        assertThat(report.faults().count(Fault.POWER_CUT)).isZero();
        assertThat(seenDown).isEmpty();
        assertThat(played[0].stepCount()).isGreaterThan(100);
    }

    @Test
    void powerFailsOnceAtTheGivenStep() {
        ChaosReport report = run(150);

        assertThat(report.isSound()).isTrue();
        assertThat(report.faults().count(Fault.POWER_CUT)).isEqualTo(1);
        assertThat(seenDown).hasSize(1);
        assertThat(played[0].stepCount()).isGreaterThan(150);
    }

    @Test
    void stepBeyondTheEndIsNeverTaken() {
        assertThat(run(1_000_000).faults().count(Fault.POWER_CUT)).isZero();
    }

    @Test
    void pointIsRunByNameAndTellsHowToRepeatIt() {
        ChaosReport report = new CrashPoints.Point("steady writes", 150).run();

        assertThat(report.reproduction()).contains("crash-points", "'steady writes'", "--step 150");
        assertThat(report.faults().count(Fault.POWER_CUT)).isEqualTo(1);
        assertThat(new CrashPoints.Point("steady writes", 150)).hasToString("'steady writes' at step 150");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CrashPoints.Point("no such script", 1).run())
                .withMessageContaining("no such script");
    }
}

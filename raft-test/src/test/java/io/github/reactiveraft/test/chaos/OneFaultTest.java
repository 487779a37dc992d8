package io.github.reactiveraft.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.test.disk.Quiet;
import io.github.reactiveraft.test.sim.Fault;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of fault happens in a plan that has no other, is counted, and is survived. */
@ExtendWith(Quiet.class)
class OneFaultTest {

    private static final long SEED = 3;

    @ParameterizedTest
    @EnumSource(Fault.class)
    void faultHappensInItsOwnPlan(Fault fault) {
        ChaosReport report = ChaosRun.of(ChaosBench.plan(SEED, fault), "run OneFaultTest");

        assertThat(report.violation()).isEmpty();
        assertThat(report.doubt()).isEmpty();
        assertThat(report.faults().count(fault)).isPositive();
        assertThat(report.enabled()).containsExactly(fault);
    }
}

package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultCountsTest {

    @Test
    void everyKindIsCountedForItself() {
        FaultCounts counts = new FaultCounts();
        counts.add(Fault.RESET);
        counts.add(Fault.RESET);
        counts.add(Fault.CLOG);

        assertThat(counts.count(Fault.RESET)).isEqualTo(2);
        assertThat(counts.count(Fault.LOSS)).isZero();
        assertThat(counts).hasToString("{RESET=2, CLOG=1}");
    }

    @Test
    void countsOfRunsAddUp() {
        FaultCounts all = new FaultCounts();
        FaultCounts run = new FaultCounts();
        run.add(Fault.FLAP);

        all.addAll(run);
        all.addAll(run);

        assertThat(all.count(Fault.FLAP)).isEqualTo(2);
        assertThat(run.count(Fault.FLAP)).isEqualTo(1);
    }
}

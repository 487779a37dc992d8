package io.github.reactiveraft.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.test.disk.Quiet;
import io.github.reactiveraft.test.sim.Fault;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A slice of the chaos sweep, so that a build notices at once what the sweep would find first. */
@ExtendWith(Quiet.class)
class ChaosSliceTest {

    private static final Duration DURATION = Duration.ofSeconds(40);

    static LongStream seeds() {
        return LongStream.rangeClosed(106, 117);
    }

    @Test
    void everyFaultIsEnabledSomewhere() {
        SortedSet<Fault> enabled = new TreeSet<>();
        seeds().forEach(seed -> enabled.addAll(ChaosPlan.of(seed, DURATION).faults()));

        assertThat(enabled).containsExactly(Fault.values());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingIsViolatedAndNothingInDoubt(long seed) {
        ChaosReport report = ChaosRun.of(
                ChaosPlan.of(seed, DURATION), "ChaosRun.of(ChaosPlan.of(" + seed + ", Duration.ofSeconds(40)), \"\")");

        assertThat(report.violation()).isEmpty();
        assertThat(report.doubt()).isEmpty();
        assertThat(report.operationCount()).isGreaterThan(50);
    }
}

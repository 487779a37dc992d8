package io.github.reactiveraft.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.test.disk.Quiet;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.FaultCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many runs are the same runs, however many there are at a time, and none of them goes missing. */
@ExtendWith(Quiet.class)
class ChaosSweepTest {

    private static final List<CrashPoints.Point> POINTS = List.of(
            new CrashPoints.Point("a cluster of one", 40),
            new CrashPoints.Point("steady writes", 100),
            new CrashPoints.Point("first start and election", 30));

    private static List<Long> traces(int threadCount) {
        List<Long> traces = new ArrayList<>();
        new ChaosSweep(threadCount, () -> true, report -> {
                    assertThat(report.violation()).isEmpty();
                    traces.add(report.traceHash());
                })
                .points(POINTS);
        assertThat(traces).hasSize(3);
        return traces.stream().sorted().toList();
    }

    @Test
    void runsAreTheSameWhetherOneAtATimeOrMore() {
        assertThat(traces(1)).isEqualTo(traces(3)).doesNotHaveDuplicates();
    }

    @Test
    void summaryAddsUpAndTellsWhatNeverHappened() {
        SweepSummary summary = new SweepSummary();
        FaultCounts counts = new FaultCounts();
        counts.add(Fault.CRASH);
        summary.add(report(counts, Optional.empty(), Optional.empty()));
        summary.add(report(counts, Optional.of("bad"), Optional.of("and slow")));
        summary.add(report(new FaultCounts(), Optional.empty(), Optional.of("slow")));

        assertThat(summary.runCount()).isEqualTo(3);
        assertThat(summary.elapsed()).isEqualTo(Duration.ofSeconds(6));
        assertThat(summary.operationCount()).isEqualTo(30);
        assertThat(summary.faults().count(Fault.CRASH)).isEqualTo(2);
        assertThat(summary.missing()).containsExactly(Fault.PAUSE);
        assertThat(summary.violations()).hasSize(1);
        assertThat(summary.doubts()).hasSize(1);
    }

    private static ChaosReport report(FaultCounts counts, Optional<String> violation, Optional<String> doubt) {
        return new ChaosReport(
                1,
                "run it again",
                Duration.ofSeconds(2),
                new TreeSet<>(List.of(Fault.CRASH, Fault.PAUSE)),
                counts,
                10,
                3,
                1,
                violation,
                doubt);
    }
}

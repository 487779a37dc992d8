package io.github.reactiveraft.test.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every scenario over 100 seeds, or as many as {@code -Dlab.seeds} says: {@code mvnw -Psweep verify}. Prints the
 * figures that the lab's pages print.
 */
@Tag("sweep")
class LabSweepTest {

    static List<LabScenario> scenarios() {
        return LabScenario.ALL;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void holdsOverManySeeds(LabScenario scenario) {
        long count = Long.getLong("lab.seeds", 100);
        List<LabFigures> runs = new ArrayList<>();
        LongStream.rangeClosed(1, count).forEach(seed -> runs.add(scenario.run(seed)));

        System.out.println(scenario.name() + ": " + runs.size() + " runs; mean "
                + Duration.ofMillis(mean(runs, run -> run.elapsed().toMillis()))
                + " simulated, " + mean(runs, LabFigures::rpcCount) + " requests, "
                + mean(runs, LabFigures::byteCount) + " bytes, "
                + mean(runs, LabFigures::commitCount) + " commits");
        assertThat(runs).hasSize((int) count);
    }

    private static long mean(List<LabFigures> runs, ToLongFunction<LabFigures> figure) {
        return Math.round(runs.stream().mapToLong(figure).average().orElse(0));
    }
}

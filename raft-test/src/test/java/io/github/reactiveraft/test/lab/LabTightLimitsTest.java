package io.github.reactiveraft.test.lab;

import io.github.reactiveraft.api.RaftLimits;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rough half of the lab once more with limits so tight that everything overflows all the time: hardly a request
 * takes a whole batch, the window is mostly full, and most of the log has left the memory when a peer asks for it. Without the scenario
 * that holds most replies back for a second: six entries a second are too few for its bound.
 */
class LabTightLimitsTest {

    private static final RaftLimits TIGHT = RaftLimits.defaults()
            .withBatch(3, 1_024)
            .withWindow(2, 1_024)
            .withTailBytes(64 * 1_024)
            .withEntryBytes(2_000)
            .withPending(60, 10_000);

    static LongStream seeds() {
        return LabSeeds.all();
    }

    private static void run(LabScenario scenario, long seed) {
        scenario.run(seed, TIGHT, "run LabTightLimitsTest, seed " + seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void rejoin(long seed) {
        run(LabScenario.REJOIN, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void persist2(long seed) {
        run(LabScenario.PERSIST_2, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void figure8(long seed) {
        run(LabScenario.FIGURE_8, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void unreliableAgree(long seed) {
        run(LabScenario.UNRELIABLE_AGREE, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void reliableChurn(long seed) {
        run(LabScenario.RELIABLE_CHURN, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void unreliableChurn(long seed) {
        run(LabScenario.UNRELIABLE_CHURN, seed);
    }
}

package io.github.reactiveraft.test.lab;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lab's group C: persistence and unreliable networks. Each seed is a run of its own. */
class LabPersistenceTest {

    static LongStream seeds() {
        return LabSeeds.all();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void persist1(long seed) {
        LabScenario.PERSIST_1.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void persist2(long seed) {
        LabScenario.PERSIST_2.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void persist3(long seed) {
        LabScenario.PERSIST_3.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void figure8(long seed) {
        LabScenario.FIGURE_8.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void unreliableAgree(long seed) {
        LabScenario.UNRELIABLE_AGREE.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void figure8Unreliable(long seed) {
        LabScenario.FIGURE_8_UNRELIABLE.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void reliableChurn(long seed) {
        LabScenario.RELIABLE_CHURN.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void unreliableChurn(long seed) {
        LabScenario.UNRELIABLE_CHURN.run(seed);
    }
}

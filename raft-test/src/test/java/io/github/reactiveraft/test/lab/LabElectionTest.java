package io.github.reactiveraft.test.lab;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lab's group A: leader election. Each seed is a run of its own. */
class LabElectionTest {

    static LongStream seeds() {
        return LabSeeds.all();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void initialElection(long seed) {
        LabScenario.INITIAL_ELECTION.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void reElection(long seed) {
        LabScenario.RE_ELECTION.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void manyElections(long seed) {
        LabScenario.MANY_ELECTIONS.run(seed);
    }
}

package io.github.reactiveraft.test.lab;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lab's group B: log replication. Each seed is a run of its own. */
class LabReplicationTest {

    static LongStream seeds() {
        return LabSeeds.all();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void basicAgree(long seed) {
        LabScenario.BASIC_AGREE.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void rpcBytes(long seed) {
        LabScenario.RPC_BYTES.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void followerFailure(long seed) {
        LabScenario.FOLLOWER_FAILURE.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void leaderFailure(long seed) {
        LabScenario.LEADER_FAILURE.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void failAgree(long seed) {
        LabScenario.FAIL_AGREE.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void failNoAgree(long seed) {
        LabScenario.FAIL_NO_AGREE.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void concurrentStarts(long seed) {
        LabScenario.CONCURRENT_STARTS.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void rejoin(long seed) {
        LabScenario.REJOIN.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void backup(long seed) {
        LabScenario.BACKUP.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void count(long seed) {
        LabScenario.COUNT.run(seed);
    }
}

package io.github.reactiveraft.test.lab;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lab's group D: snapshots. Each seed is a run of its own. */
class LabSnapshotTest {

    static LongStream seeds() {
        return LabSeeds.all();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void snapshotBasic(long seed) {
        LabScenario.SNAPSHOT_BASIC.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void snapshotInstall(long seed) {
        LabScenario.SNAPSHOT_INSTALL.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void snapshotInstallUnreliable(long seed) {
        LabScenario.SNAPSHOT_INSTALL_UNRELIABLE.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void snapshotInstallCrash(long seed) {
        LabScenario.SNAPSHOT_INSTALL_CRASH.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void snapshotInstallUnCrash(long seed) {
        LabScenario.SNAPSHOT_INSTALL_UNRELIABLE_CRASH.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void snapshotAllCrash(long seed) {
        LabScenario.SNAPSHOT_ALL_CRASH.run(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void snapshotInit(long seed) {
        LabScenario.SNAPSHOT_INIT.run(seed);
    }
}

package io.github.reactiveraft.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Figure 3: the properties that hold whatever messages, disks and timers do")
class SafetyTest {

    private static final int TICK_COUNT = 8_000;

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void noRunOfAnySeedBreaksThem(int voterCount) {
        runSeeds(voterCount, 1, 80);
    }

    @Tag("sweep")
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void noRunOfManySeedsBreaksThem(int voterCount) {
        runSeeds(voterCount, 1_000, 20_000);
    }

    private static void runSeeds(int voterCount, long firstSeed, int seedCount) {
        int committedCount = 0;
        int leaderCount = 0;
        for (long seed = firstSeed; seed < firstSeed + seedCount; seed++) {
            SafetyChecks checks = run(seed, voterCount);
            committedCount += checks.committedCount();
            leaderCount += checks.leaderCount();
        }

        assertThat(committedCount).as("something happened").isGreaterThan(seedCount * 30);
        assertThat(leaderCount).as("leaders changed").isGreaterThan(seedCount * 5);
    }

    private static SafetyChecks run(long seed, int voterCount) {
        LabCluster cluster = new LabCluster(seed, voterCount);
        for (int tick = 0; tick < TICK_COUNT; tick++) {
            try {
                cluster.tick();
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError(
                        "Seed " + seed + " with " + voterCount + " voters, tick " + tick + ": " + broken.getMessage(),
                        broken);
            }
        }
        return cluster.checks();
    }
}

package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.test.disk.CrashDisk;
import io.github.reactiveraft.test.disk.Quiet;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A process dies in the middle of file work: some of it is carried out, and whatever that is, the production storage makes
 * of it a log that the safety checks accept.
 */
@ExtendWith(Quiet.class)
class DyingProcessTest {

    private static final int SEED_COUNT = 60;
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** A cluster of one that dies while it writes its second command; the first one was acknowledged. */
    private static final class Death {
        private final SimBench bench;
        private final long operationCount;

        Death(long seed, boolean isPowerCut) {
            bench = SimBench.of(1, seed);
            bench.commit(1);
            bench.advance(100);
            bench.cluster.submit(0, 2L);
            assertThat(bench.cluster.runUntil(() -> bench.process(0).isInFileWork(), SECOND))
                    .isTrue();
            CrashDisk disk = bench.cluster.disk(0).disk();
            long before = disk.operationCount();
            if (isPowerCut) {
                bench.cluster.powerCut(0);
            } else {
                bench.cluster.kill(0);
            }
            operationCount = disk.operationCount() - before;
        }

        SimDisk disk() {
            return bench.cluster.disk(0);
        }

        /** Starts it again; answers whether the second command was found on the disk. */
        boolean isKept() {
            bench.cluster.boot(0);
            bench.leader();
            bench.advance(1_000);
            assertThat(bench.cluster.applied(0)).startsWith(1L).hasSizeBetween(1, 2);
            return bench.cluster.applied(0).size() == 2;
        }
    }

    @Test
    void killLeavesNothingAPartOrAllOfTheWorkAndLosesNothingThatWasWritten() {
        SortedSet<String> outcomes = new TreeSet<>();

        for (long seed = 0; seed < SEED_COUNT; seed++) {
            Death death = new Death(seed, false);
            boolean isKept = death.isKept();
            assertThat(death.disk().lostCount()).isZero();
            assertThat(death.disk().tornCount()).isZero();
            outcomes.add(death.operationCount + (isKept ? " kept" : " not begun"));
        }

        // No operation, the write without the sync, both, and the proof of it as well.
        assertThat(outcomes).containsExactly("0 not begun", "1 kept", "2 kept", "3 kept");
    }

    @Test
    void powerCutTakesOfTheWorkWhatWasNotForced() {
        int lostCount = 0;
        int keptCount = 0;
        for (long seed = 0; seed < SEED_COUNT; seed++) {
            Death death = new Death(seed, true);
            boolean isKept = death.isKept();
            if (death.operationCount >= 2) {
                assertThat(isKept).as("seed %d: it was synced", seed).isTrue();
            } else if (death.operationCount == 0) {
                assertThat(isKept).as("seed %d: nothing of it was done", seed).isFalse();
            } else {
                lostCount += isKept ? 0 : 1;
                keptCount += isKept ? 1 : 0;
                assertThat(isKept)
                        .isEqualTo(death.disk().lostCount() + death.disk().tornCount() == 0);
            }
        }

        assertThat(lostCount).as("written, not forced, and gone").isPositive();
        assertThat(keptCount).as("written, not forced, and there").isPositive();
    }

    @Test
    void processThatDiesInTheMiddleOfItsStartStartsAgain() {
        for (long seed = 0; seed < SEED_COUNT; seed++) {
            SimBench bench = SimBench.of(1, seed);
            bench.commit(1);
            for (int life = 0; life < 5; life++) {
                bench.cluster.powerCut(0);
                bench.cluster.boot(0);
                assertThat(bench.cluster.runUntil(() -> bench.process(0).isInFileWork(), SECOND))
                        .isTrue();
            }

            bench.leader();
            bench.advance(1_000);

            assertThat(bench.cluster.applied(0)).containsExactly(1L);
        }
    }

    @Test
    void processThatIsIdleLeavesItsDiskAsItIs() {
        SimBench bench = SimBench.of(1, 9);
        bench.commit(1);
        bench.advance(100);
        assertThat(bench.process(0).isInFileWork()).isFalse();
        long before = bench.cluster.disk(0).disk().operationCount();
        CrashDisk disk = bench.cluster.disk(0).disk();

        bench.cluster.powerCut(0);

        assertThat(disk.operationCount()).isEqualTo(before);
        assertThat(bench.cluster.disk(0).lostCount()).isZero();
    }

    @Test
    void guardStaysWithTheDiskThroughAllItsLives() {
        SimBench bench = SimBench.of(1, 8);
        bench.commit(1);
        int[] askedCount = new int[1];
        bench.cluster.disk(0).guard(() -> ++askedCount[0] > 0);

        bench.cluster.powerCut(0);
        bench.cluster.boot(0);
        bench.commit(2);
        int first = askedCount[0];
        bench.cluster.kill(0);
        bench.cluster.disk(0).replace();
        bench.cluster.giveUp(0);
        bench.cluster.boot(0);
        bench.advance(1_000);

        assertThat(first).isPositive();
        assertThat(askedCount[0]).isGreaterThan(first);
    }
}

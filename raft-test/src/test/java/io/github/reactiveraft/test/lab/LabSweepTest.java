package io.github.reactiveraft.test.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many runs at once: nothing gets lost, and nothing depends on how many threads they share. */
class LabSweepTest {

    private static final LabScenario BROKEN = new LabScenario("broken", 1, true, lab -> {
        throw new AssertionError("it does not hold");
    });

    @Test
    void resultsAreTheSameForEveryNumberOfThreads() {
        LabSweep sweep = new LabSweep(List.of(LabScenario.BASIC_AGREE, LabScenario.INITIAL_ELECTION), 3, 5);

        List<LabTally> tallies = sweep.run(4, outcome -> {});

        assertThat(tallies).isEqualTo(sweep.run(1, outcome -> {}));
        assertThat(tallies).extracting(LabTally::scenario).containsExactlyElementsOf(sweep.scenarios());
        assertThat(tallies.get(0).held()).extracting(LabOutcome.Held::seed).containsExactly(3L, 4L, 5L, 6L, 7L);
        assertThat(tallies.get(0).meanCommitCount()).isEqualTo(3);
        assertThat(tallies.get(0).meanElapsed()).isPositive();
    }

    @Test
    void progressIsToldOfEveryRunByTheCallingThread() {
        LabSweep sweep = LabSweep.ofAll().withOnly(LabScenario.BASIC_AGREE).withSeeds(1, 6);
        List<Long> seeds = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();

        sweep.run(2, outcome -> {
            seeds.add(outcome.seed());
            threads.add(Thread.currentThread());
        });

        assertThat(seeds).hasSize(sweep.runCount()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(threads).containsOnly(Thread.currentThread());
    }

    @Test
    void brokenRunIsReportedAndEndsNoOther() {
        LabSweep sweep = new LabSweep(List.of(BROKEN, LabScenario.BASIC_AGREE), 1, 2);

        List<LabTally> tallies = sweep.run(2, outcome -> {});

        assertThat(tallies.get(0).runCount()).isEqualTo(2);
        assertThat(tallies.get(0).meanElapsed()).isZero();
        assertThat(tallies.get(0).broken()).extracting(LabOutcome.Broken::seed).containsExactly(1L, 2L);
        assertThat(tallies.get(0).broken().get(1).message())
                .contains("Seed 2 ", "it does not hold", "raft-simulator.jar lab --only broken --seed 2");
        assertThat(tallies.get(1).held()).hasSize(2);
    }

    @Test
    void progressThatThrowsEndsTheSweep() {
        LabSweep sweep = LabSweep.ofAll().withOnly(LabScenario.BASIC_AGREE);

        assertThatThrownBy(() -> sweep.run(1, outcome -> {
                    throw new UnsupportedOperationException("enough");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void sweepWithoutSeedsIsRefused() {
        assertThatThrownBy(() -> LabSweep.ofAll().withSeeds(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The Raft lab's limit for all of its tests together; every one of them has a limit of its own as well. */
    @Test
    void allScenariosOfTheRaftLabTogetherTakeLessThanTenMinutes() {
        List<LabTally> tallies = new LabSweep(LabScenario.raft(), 1, 1).run(1, outcome -> {});

        Duration sum = tallies.stream().map(LabTally::meanElapsed).reduce(Duration.ZERO, Duration::plus);

        assertThat(sum).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(10));
    }

    /**
     * Every scenario over 100 seeds, or as many as {@code -Dlab.seeds} says: {@code mvnw -Psweep verify}. Prints the
     * figures that the lab's pages print.
     */
    @Test
    @Tag("sweep")
    void everyScenarioHoldsOverManySeeds() {
        LabSweep sweep = LabSweep.ofAll().withSeeds(Long.getLong("lab.from", 1), Integer.getInteger("lab.seeds", 100));

        List<LabTally> tallies = sweep.run(2, outcome -> {});

        tallies.forEach(tally -> System.out.println(tally.scenario() + ": " + tally.runCount() + " runs; mean "
                + tally.meanElapsed() + " simulated, " + tally.meanRpcCount() + " requests, " + tally.meanByteCount()
                + " bytes, " + tally.meanCommitCount() + " commits"));
        assertThat(tallies).flatExtracting(LabTally::broken).isEmpty();
    }
}

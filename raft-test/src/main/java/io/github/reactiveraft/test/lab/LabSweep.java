package io.github.reactiveraft.test.lab;

import io.github.reactiveraft.test.sim.ManyRuns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Scenarios times seeds. Every run has one thread and virtual time to itself, so that several runs at the same time do
 * not change each other.
 *
 * @param scenarios what is run
 * @param firstSeed the lowest seed
 * @param seedCount how many seeds, from the lowest on, at least 1
 */
public record LabSweep(List<LabScenario> scenarios, long firstSeed, int seedCount) {

    /** Drops repeated scenarios. */
    public LabSweep {
        scenarios = scenarios.stream().distinct().toList();
        if (seedCount < 1) {
            throw new IllegalArgumentException("A sweep takes at least 1 seed, not " + seedCount);
        }
    }

    /** Every scenario with the seeds 1 to 100. */
    public static LabSweep ofAll() {
        return new LabSweep(LabScenario.all(), 1, 100);
    }

    /** This sweep with one scenario alone. */
    public LabSweep withOnly(LabScenario scenario) {
        return new LabSweep(List.of(scenario), firstSeed, seedCount);
    }

    /** This sweep with so many seeds, from the first one on. */
    public LabSweep withSeeds(long first, int count) {
        return new LabSweep(scenarios, first, count);
    }

    /** How many runs it takes. */
    public int runCount() {
        return Math.multiplyExact(scenarios.size(), seedCount);
    }

    /**
     * Runs it, on threads of its own, and blocks until all runs ended. A run that breaks ends none of the others.
     *
     * @param threadCount how many runs go on at the same time
     * @param progress hears of every run as it ends, called by the thread that called this; in no order that can be relied
     *     on, unless there is only one thread
     * @return one tally for each scenario, in their order; the same for every number of threads
     * @throws IllegalStateException if the thread is interrupted, or a run could not even begin or go on
     */
    public List<LabTally> run(int threadCount, Consumer<LabOutcome> progress) {
        List<LabOutcome> outcomes = new ArrayList<>();
        ManyRuns.run(threadCount, runCount(), () -> true, this::outcome, outcome -> {
            outcomes.add(outcome);
            progress.accept(outcome);
        });
        return scenarios.stream().map(scenario -> tally(scenario, outcomes)).toList();
    }

    /** Scenario after scenario, each with all seeds. */
    private LabOutcome outcome(int number) {
        return outcome(scenarios.get(number / seedCount), firstSeed + number % seedCount);
    }

    private static LabOutcome outcome(LabScenario scenario, long seed) {
        try {
            return new LabOutcome.Held(scenario, seed, scenario.run(seed));
        } catch (AssertionError broken) {
            return new LabOutcome.Broken(scenario, seed, String.valueOf(broken.getMessage()));
        }
    }

    private static LabTally tally(LabScenario scenario, List<LabOutcome> outcomes) {
        return new LabTally(
                scenario,
                of(scenario, outcomes, LabOutcome.Held.class).toList(),
                of(scenario, outcomes, LabOutcome.Broken.class).toList());
    }

    private static <T extends LabOutcome> Stream<T> of(LabScenario scenario, List<LabOutcome> outcomes, Class<T> kind) {
        return outcomes.stream()
                .filter(outcome -> outcome.scenario() == scenario)
                .sorted(Comparator.comparingLong(LabOutcome::seed))
                .filter(kind::isInstance)
                .map(kind::cast);
    }
}

package io.github.reactiveraft.test.cli;

import io.github.reactiveraft.test.lab.LabTally;
import java.time.Duration;
import java.util.List;

/**
 * What the lab found out.
 *
 * @param runs how many runs there were
 * @param scenarios how many scenarios
 * @param seeds how many seeds of each
 * @param clusterHours virtual time of all runs that held together
 * @param speedup that time in relation to real time
 * @param wallSeconds real time
 * @param violations runs in which a scenario did not hold
 * @param unknown runs without a verdict: 0, for where the linearizability checker gives up the scenario does not hold
 * @param missing what was to be tested and was not: the lab has nothing left to chance
 */
record LabConclusion(
        int runs,
        int scenarios,
        int seeds,
        double clusterHours,
        double speedup,
        double wallSeconds,
        int violations,
        int unknown,
        List<String> missing)
        implements Conclusion {

    static LabConclusion of(List<LabTally> tallies, int seedCount, Stopwatch stopwatch) {
        Duration elapsed = tallies.stream()
                .flatMap(tally -> tally.held().stream())
                .map(held -> held.figures().elapsed())
                .reduce(Duration.ZERO, Duration::plus);
        return new LabConclusion(
                tallies.stream().mapToInt(LabTally::runCount).sum(),
                tallies.size(),
                seedCount,
                Figures.rounded(Figures.hours(elapsed)),
                Figures.rounded(stopwatch.speedup(elapsed)),
                Figures.rounded(Figures.seconds(stopwatch.elapsed())),
                tallies.stream().mapToInt(tally -> tally.broken().size()).sum(),
                0,
                List.of());
    }

    @Override
    public boolean hasPassed() {
        return violations == 0;
    }
}

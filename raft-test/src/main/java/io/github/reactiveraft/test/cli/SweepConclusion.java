package io.github.reactiveraft.test.cli;

import io.github.reactiveraft.test.chaos.SweepSummary;
import io.github.reactiveraft.test.sim.Fault;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sweep found out.
 *
 * @param seeds how many seeds were run to their end
 * @param clusterHours virtual time of all runs together
 * @param speedup that time in relation to real time
 * @param wallSeconds real time
 * @param faults how often each kind of fault was injected in the runs of seeds, by its name
 * @param operationsChecked client operations that were judged
 * @param snapshotsTakenOver how often a member gave up its log for a snapshot of another
 * @param crashPoints how many crash points were run to their end
 * @param violations runs in which something happened that must not happen
 * @param unknown runs without a verdict
 * @param missing kinds of faults that seeds might have injected and none did
 */
record SweepConclusion(
        int seeds,
        double clusterHours,
        double speedup,
        double wallSeconds,
        Map<String, Long> faults,
        long operationsChecked,
        long snapshotsTakenOver,
        int crashPoints,
        int violations,
        int unknown,
        List<String> missing)
        implements Conclusion {

    /** With fewer seeds some kind of fault, or a snapshot that is taken over, may be missing by chance. */
    private static final int TELLING_SEED_COUNT = 100;

    static SweepConclusion of(Tally seeds, Tally points, Stopwatch stopwatch) {
        SweepSummary ofSeeds = seeds.summary();
        SweepSummary ofPoints = points.summary();
        Duration elapsed = ofSeeds.elapsed().plus(ofPoints.elapsed());
        Map<String, Long> faults = new LinkedHashMap<>();
        for (Fault fault : Fault.values()) {
            faults.put(fault.name(), ofSeeds.faults().count(fault));
        }
        return new SweepConclusion(
                ofSeeds.runCount(),
                Figures.rounded(Figures.hours(elapsed)),
                Figures.rounded(stopwatch.speedup(elapsed)),
                Figures.rounded(Figures.seconds(stopwatch.elapsed())),
                faults,
                ofSeeds.operationCount() + ofPoints.operationCount(),
                ofSeeds.takenOverCount() + ofPoints.takenOverCount(),
                ofPoints.runCount(),
                seeds.violationCount() + points.violationCount(),
                seeds.unknownCount() + points.unknownCount(),
                ofSeeds.missing().stream().map(Fault::name).toList());
    }

    @Override
    public boolean hasPassed() {
        boolean isTested = (missing.isEmpty() && snapshotsTakenOver > 0) || seeds < TELLING_SEED_COUNT;
        return violations == 0 && unknown == 0 && isTested;
    }

    /** Says the same to people. */
    void tell(PrintWriter people) {
        people.println(Figures.format(
                "%s and %s: %.2f cluster hours in %.1f s, %,.0f times real time; %,d operations checked,"
                        + " %,d snapshots taken over.",
                Figures.count(seeds, "seed", "seeds"),
                Figures.count(crashPoints, "crash point", "crash points"),
                clusterHours,
                wallSeconds,
                speedup,
                operationsChecked,
                snapshotsTakenOver));
        if (seeds > 0) {
            people.println("Faults: " + faults);
        }
        if (!missing.isEmpty()) {
            String weight = seeds < TELLING_SEED_COUNT ? ", which so few seeds do not make a finding" : "";
            people.println("Enabled, and never injected" + weight + ": " + String.join(", ", missing));
        }
        people.println(Figures.count(violations, "violation", "violations") + ", " + unknown + " unknown.");
    }
}

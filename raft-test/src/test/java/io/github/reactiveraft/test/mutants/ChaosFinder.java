package io.github.reactiveraft.test.mutants;

import java.time.Duration;
import java.util.List;

/**
 * Runs whole clusters on production storage under random faults, and cuts the power of members at chosen steps. Its
 * budget is counted in runs, so that it means the same on every machine.
 *
 * @param seedCount how many seeds to try, 0 for none
 * @param pointEvery of how many crash points one is tried
 * @param patience how long that may take
 */
record ChaosFinder(int seedCount, int pointEvery, Duration patience) implements Finder {

    /** Its only tie to the simulator, whose room is closed to others. */
    private static final String MAIN_CLASS = "io.github.reactiveraft.test.chaos.ChaosSearch";

    @Override
    public String name() {
        return "chaos";
    }

    @Override
    public List<String> command(Mutant mutant) {
        return seedCount == 0
                ? List.of()
                : List.of(MAIN_CLASS, Integer.toString(seedCount), Integer.toString(pointEvery));
    }
}

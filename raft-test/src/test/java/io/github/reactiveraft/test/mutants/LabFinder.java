package io.github.reactiveraft.test.mutants;

import java.time.Duration;
import java.util.List;

/**
 * Runs the scenarios of the lab, all with one seed, then all with the next.
 *
 * @param seedCount how many seeds to try
 * @param patience how long that may take
 */
record LabFinder(long seedCount, Duration patience) implements Finder {

    /** Its only tie to the lab, whose room is closed to others. */
    private static final String MAIN_CLASS = "io.github.reactiveraft.test.lab.LabSearch";

    @Override
    public String name() {
        return "lab";
    }

    @Override
    public List<String> command(Mutant mutant) {
        // The lab keeps its logs in memory, so what it runs of the storage room is next to nothing.
        boolean isInvisible =
                mutant.changes().stream().allMatch(change -> change.path().contains("/storage/"));
        return seedCount == 0 || isInvisible ? List.of() : List.of(MAIN_CLASS, Long.toString(seedCount));
    }
}

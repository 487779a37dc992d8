package io.github.reactiveraft.test.mutants;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the test classes that a mutant names.
 *
 * @param patience how long that may take
 */
record TestFinder(Duration patience) implements Finder {

    @Override
    public String name() {
        return "tests";
    }

    @Override
    public List<String> command(Mutant mutant) {
        return mutant.killedBy().isEmpty() ? List.of() : command(mutant.killedBy());
    }

    /** Runs these test classes. */
    static List<String> command(List<String> classes) {
        List<String> command = new ArrayList<>(List.of(TestSearch.class.getName()));
        command.addAll(classes);
        return command;
    }
}

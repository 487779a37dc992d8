package io.github.reactiveraft.test.mutants;

import java.time.Duration;
import java.util.List;

/**
 * One way to find bugs: a main class that ends with 0 if all is well and with 1 if it found something, having said what in
 * the last line that it printed. It runs with a mutant's classes in front of everything else.
 */
interface Finder {

    /** What it is called in the table. */
    String name();

    /** Main class and arguments to look for this mutant with; empty if there is no point in looking. */
    List<String> command(Mutant mutant);

    /** How long it may take. Whoever takes longer fails: a slow machine looks no different from a bug that hangs. */
    Duration patience();
}

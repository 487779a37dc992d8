package io.github.reactiveraft.test.lab;

import java.util.stream.LongStream;

/**
 * The seeds of one run of the suite: 8, or as many as {@code -Dlab.seeds} says, from {@code -Dlab.from} on. Which 8 is
 * a matter of chance and of the code: about one seed in 170 takes longer than the lab's ten seconds for the last agreement
 * of figure 8 over an unreliable network.
 */
final class LabSeeds {

    private LabSeeds() {}

    static LongStream all() {
        return LongStream.range(0, Long.getLong("lab.seeds", 8)).map(seed -> seed + Long.getLong("lab.from", 21));
    }
}

package io.github.reactiveraft.test.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** Writes down what became of some short runs, one a line: what another virtual machine has to find as well. */
final class ChaosTraces {

    private static final Duration DURATION = Duration.ofSeconds(20);

    private ChaosTraces() {}

    static ChaosPlan plan(long seed) {
        return ChaosPlan.of(seed, DURATION);
    }

    static List<String> of(long firstSeed, long lastSeed) {
        return LongStream.rangeClosed(firstSeed, lastSeed)
                .mapToObj(seed -> ChaosRun.of(plan(seed), "").toString())
                .toList();
    }

    /** Writes the traces from the seed that is the first argument to the second to the file that is the third. */
    public static void main(String[] arguments) throws IOException {
        Files.write(Path.of(arguments[2]), of(Long.parseLong(arguments[0]), Long.parseLong(arguments[1])));
    }
}

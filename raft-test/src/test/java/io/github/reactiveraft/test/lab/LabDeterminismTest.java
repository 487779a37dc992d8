package io.github.reactiveraft.test.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One seed, one run: to the last message, on any day and in any virtual machine. */
class LabDeterminismTest {

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 2);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sameSeedIsTheSameRun(long seed) {
        assertThat(LabTraces.of(seed)).isEqualTo(LabTraces.of(seed));
    }

    @Test
    void differentSeedsAreDifferentRuns() {
        assertThat(LongStream.rangeClosed(1, 20)
                        .map(seed -> LabScenario.INITIAL_ELECTION.run(seed).traceHash())
                        .distinct())
                .hasSize(20);
    }

    /** Salted collections and identity hashes differ between virtual machines, not within one. */
    @Test
    void freshVirtualMachineRepeatsTheRuns(@TempDir Path directory) throws IOException, InterruptedException {
        Path traces = directory.resolve("traces");
        Path output = directory.resolve("output");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LabTraces.class.getName(),
                        "3",
                        traces.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        try {
            assertThat(other.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            other.destroyForcibly();
        }

        assertThat(other.exitValue()).as(() -> read(output)).isZero();
        assertThat(Files.readAllLines(traces)).isEqualTo(LabTraces.of(3));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package io.github.reactiveraft.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.test.disk.Quiet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One seed, one run: to the last message, in this virtual machine and in any other. */
@ExtendWith(Quiet.class)
class ChaosDeterminismTest {

    private static final long FIRST = 1;
    private static final long LAST = 3;

    @Test
    void seedsAreOfBothCarriages() {
        assertThat(LongStream.rangeClosed(FIRST, LAST)
                        .mapToObj(seed -> ChaosTraces.plan(seed).network().carriage())
                        .distinct())
                .hasSize(2);
    }

    /** Salted collections and identity hashes differ between virtual machines, not within one. */
    @Test
    void seedIsTheSameRunAgainHereAndElsewhere(@TempDir Path directory) throws IOException, InterruptedException {
        Path traces = directory.resolve("traces");
        Path output = directory.resolve("output");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChaosTraces.class.getName(),
                        Long.toString(FIRST),
                        Long.toString(LAST),
                        traces.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        List<String> here = ChaosTraces.of(FIRST, LAST);
        List<String> again = ChaosTraces.of(FIRST, LAST);

        try {
            assertThat(other.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            other.destroyForcibly();
        }

        assertThat(here).isEqualTo(again).doesNotHaveDuplicates();
        assertThat(other.exitValue()).as(() -> read(output)).isZero();
        assertThat(Files.readAllLines(traces)).isEqualTo(here);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package io.github.reactiveraft.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.benchmarks.results.JsonLines;
import io.github.reactiveraft.benchmarks.results.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes out of the one file; that it measures at all, not how much. */
class ClusterIT {

    private static final long PATIENCE_IN_SECONDS = 90;

    @TempDir
    Path directory;

    @Test
    void measuresOurClusterAndLeavesNothingBehind() throws IOException, InterruptedException {
        Path data = Files.createDirectory(directory.resolve("data"));
        Path out = directory.resolve("out.jsonl");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-jar",
                        System.getProperty("benchmarks.jar", "target/benchmarks.jar"),
                        "cluster",
                        "--system=ours",
                        "--mode=durable,read",
                        "--payload=16",
                        "--concurrency=16",
                        "--seconds=1",
                        "--warmup=1",
                        "--repeat=1",
                        "--heap=128m",
                        "--directory=" + data))
                .redirectOutput(out.toFile())
                .redirectError(directory.resolve("err.txt").toFile())
                .start();

        boolean isOver = process.waitFor(PATIENCE_IN_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertThat(isOver).as(Files.readString(directory.resolve("err.txt"))).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(JsonLines.read(out, Sample.class)).hasSize(2).allSatisfy(sample -> {
            assertThat(sample.opsPerSecond()).isPositive();
            assertThat(sample.failures()).isZero();
            assertThat(sample.serverCpuMicros()).isPositive();
            assertThat(sample.forces()).isNotNull();
        });
        assertThat(data).isEmptyDirectory();
    }
}

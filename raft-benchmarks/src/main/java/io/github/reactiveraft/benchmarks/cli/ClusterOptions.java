package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.process.ClusterSpec;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What every command is told about the clusters it starts. */
final class ClusterOptions {

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "512m",
            description = "The heap of every process (default: ${DEFAULT-VALUE}).")
    private String heap = "512m";

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where members keep their data meanwhile (default: the directory for temporary files).")
    private Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    ClusterSpec spec(String system, boolean isDurable, int inFlight, Duration electionTimeout) {
        return new ClusterSpec(system, isDurable, inFlight, heap, electionTimeout, 0, directory.toAbsolutePath());
    }
}

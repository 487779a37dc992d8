package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.process.ClusterSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    @Option(
            names = "--members",
            paramLabel = "COUNT",
            defaultValue = "3",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int memberCount = 3;

    @Option(
            names = "--java-option",
            paramLabel = "OPTION",
            description = "Something that every process's java is told beside the heap, -XX:+UseZGC for example.")
    private List<String> javaOptions = List.of();

    ClusterSpec spec(String system, boolean isDurable, int inFlight, Duration electionTimeout) {
        return new ClusterSpec(
                system,
                memberCount,
                isDurable,
                inFlight,
                heap,
                javaOptions,
                electionTimeout,
                0,
                0,
                directory.toAbsolutePath());
    }
}

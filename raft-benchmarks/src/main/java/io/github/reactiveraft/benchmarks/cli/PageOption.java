package io.github.reactiveraft.benchmarks.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the page with results is. */
final class PageOption {

    @Option(
            names = "--docs",
            defaultValue = "docs",
            paramLabel = "DIR",
            description = "Where benchmarks.md is, and a directory of plots beside it (default: ${DEFAULT-VALUE}).")
    private Path docs = Path.of("");

    Path page() {
        return docs.resolve("benchmarks.md");
    }

    void writeChart(String name, String svg) throws IOException {
        Path charts = docs.resolve("benchmarks");
        Files.createDirectories(charts);
        Files.writeString(charts.resolve(name), svg);
    }
}

package io.github.reactiveraft.benchmarks.cli;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How long and how often points are measured. */
final class MeasuringOptions {

    @Option(
            names = "--seconds",
            defaultValue = "8",
            paramLabel = "COUNT",
            description = "How long each point is measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "How long each cluster is kept busy before (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--repeat",
            defaultValue = "3",
            paramLabel = "COUNT",
            description = "How often each point is measured (default: ${DEFAULT-VALUE}).")
    private int repeat;

    void check(CommandSpec command) {
        Output.require(
                command,
                seconds > 0 && warmUp >= 0 && repeat > 0,
                "--seconds and --repeat take 1 and more, --warmup 0 and more");
    }

    Duration time() {
        return Duration.ofSeconds(seconds);
    }

    Duration warmUp() {
        return Duration.ofSeconds(warmUp);
    }

    int repeat() {
        return repeat;
    }
}

package io.github.reactiveraft.examples.evidence;

import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "reads",
        sortOptions = false,
        description =
                "Compares linearizable reads with a bare echo over RSocket and with writes, 256 in flight, in turns in one run;"
                        + " wants the machine for itself.")
final class ReadsCommand extends EvidenceCommand {

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "8",
            description = "How long each turn takes (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    String name() {
        return "reads";
    }

    @Override
    void checkOptions() {
        require(seconds >= 1, "--seconds takes 1 or more, but is " + seconds);
    }

    @Override
    Outcome run(Path directory) {
        return new ReadsRun(directory, Duration.ofSeconds(seconds), this::tell).run();
    }
}

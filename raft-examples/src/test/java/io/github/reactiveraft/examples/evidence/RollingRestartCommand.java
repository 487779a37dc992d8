package io.github.reactiveraft.examples.evidence;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "rolling-restart",
        sortOptions = false,
        description =
                "Stops each member in turn with SIGTERM and starts it again, under the load of a client in another"
                        + " process: nobody is told that a command failed.")
final class RollingRestartCommand extends EvidenceCommand {

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many times all three (default: ${DEFAULT-VALUE}).")
    private int roundCount;

    @Override
    String name() {
        return "rolling-restart";
    }

    @Override
    void checkOptions() {
        require(roundCount >= 1, "--rounds takes 1 or more, but is " + roundCount);
    }

    @Override
    Outcome run(Path directory) {
        return new RollingRestartRun(directory, this::tell).run(roundCount);
    }
}

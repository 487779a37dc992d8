package io.github.reactiveraft.examples.evidence;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "restart",
        sortOptions = false,
        description = "Opens a log of many small entries in a fresh process: it takes less than 2 s for each million.")
final class RestartCommand extends EvidenceCommand {

    @Option(
            names = "--entries",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many entries of 16 bytes (default: ${DEFAULT-VALUE}).")
    private int entryCount;

    @Override
    String name() {
        return "restart";
    }

    @Override
    void checkOptions() {
        require(entryCount >= 1, "--entries takes 1 or more, but is " + entryCount);
    }

    @Override
    Outcome run(Path directory) {
        return new RestartRun(directory, entryCount, this::tell).run();
    }
}

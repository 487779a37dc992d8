package io.github.reactiveraft.examples.evidence;

import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "turmoil",
        sortOptions = false,
        description =
                "Kills three processes, stops them and cuts them off from each other, while many clients use them and some"
                        + " watch: the history is linearizable, and no watcher misses a write.")
final class TurmoilCommand extends EvidenceCommand {

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "300",
            description = "For how long (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "64",
            description = "How many there are (default: ${DEFAULT-VALUE}).")
    private int clientCount;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides what is done to whom (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    String name() {
        return "turmoil";
    }

    @Override
    void checkOptions() {
        require(seconds >= 1, "--seconds takes 1 or more, but is " + seconds);
        require(clientCount >= 1 && clientCount <= 1_000, "--clients takes 1 to 1000, but is " + clientCount);
    }

    @Override
    Outcome run(Path directory) {
        return new TurmoilRun(directory, seed, clientCount, this::tell).run(Duration.ofSeconds(seconds));
    }
}

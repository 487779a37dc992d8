package io.github.reactiveraft.examples.evidence;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "slow-subscriber",
        sortOptions = false,
        description =
                "Has one subscriber ask for a change a second beside one that takes all there are: both are right, and memory"
                        + " stays what it is.")
final class SlowSubscriberCommand extends EvidenceCommand {

    @Option(
            names = "--changes",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many there are (default: ${DEFAULT-VALUE}).")
    private int changeCount;

    @Override
    String name() {
        return "slow-subscriber";
    }

    @Override
    void checkOptions() {
        require(changeCount >= 10, "--changes takes 10 or more, but is " + changeCount);
    }

    @Override
    Outcome run(Path directory) {
        return new SlowSubscriberRun(directory, this::tell).run(changeCount);
    }
}

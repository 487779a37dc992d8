package io.github.reactiveraft.examples.evidence;

import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "slow-disk",
        sortOptions = false,
        description =
                "Offers three processes on slow disks far more than they can take: what is too much is refused at once, memory"
                        + " stays bounded, and nothing is lost.")
final class SlowDiskCommand extends EvidenceCommand {

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "For how long (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--mib",
            paramLabel = "N",
            defaultValue = "4",
            description = "What each disk takes in a second (default: ${DEFAULT-VALUE}).")
    private int mib;

    @Override
    String name() {
        return "slow-disk";
    }

    @Override
    void checkOptions() {
        require(seconds >= 1, "--seconds takes 1 or more, but is " + seconds);
        require(mib >= 1 && mib <= 1_000, "--mib takes 1 to 1000, but is " + mib);
    }

    @Override
    Outcome run(Path directory) {
        return new SlowDiskRun(directory, (long) mib << 20, this::tell).run(Duration.ofSeconds(seconds));
    }
}

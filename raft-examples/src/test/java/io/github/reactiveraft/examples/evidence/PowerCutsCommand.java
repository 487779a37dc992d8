package io.github.reactiveraft.examples.evidence;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "power-cuts",
        sortOptions = false,
        description = "Kills nodes under load, with disks that lose what was not forced: nothing acknowledged is lost,"
                + " nothing is done twice.")
final class PowerCutsCommand extends EvidenceCommand {

    @Option(
            names = "--cycles",
            paramLabel = "N",
            defaultValue = "30",
            description = "How many cuts (default: ${DEFAULT-VALUE}).")
    private int cycleCount;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Decides whose power is cut after how many commands; the rest is up to the machine"
                    + " (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    String name() {
        return "power-cuts";
    }

    @Override
    void checkOptions() {
        require(cycleCount >= 1, "--cycles takes 1 or more, but is " + cycleCount);
    }

    @Override
    Outcome run(Path directory) {
        return new PowerCutRun(directory, seed, this::tell).run(cycleCount);
    }
}

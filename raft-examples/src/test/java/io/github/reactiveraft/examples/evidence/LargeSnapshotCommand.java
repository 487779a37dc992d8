package io.github.reactiveraft.examples.evidence;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "large-snapshot",
        sortOptions = false,
        description = "Takes a snapshot larger than a node's memory, and sends it to an empty member, while the cluster"
                + " takes writes: nobody stands for election.")
final class LargeSnapshotCommand extends EvidenceCommand {

    private static final int MOST_MIB = 64 * 1024;

    @Option(
            names = "--mib",
            paramLabel = "N",
            defaultValue = "1024",
            description = "How large it is, in MiB; the disk needs six times as much (default: ${DEFAULT-VALUE}).")
    private int mib;

    @Override
    String name() {
        return "large-snapshot";
    }

    @Override
    void checkOptions() {
        require(mib >= 1 && mib <= MOST_MIB, "--mib takes 1 to " + MOST_MIB + ", but is " + mib);
    }

    @Override
    Outcome run(Path directory) {
        return new LargeSnapshotRun(directory, mib, this::tell).run();
    }
}

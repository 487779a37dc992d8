package io.github.reactiveraft.test.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes down the trace hashes of some runs, one a line: what another virtual machine has to find as well. */
final class LabTraces {

    private static final List<LabScenario> SCENARIOS = List.of(
            LabScenario.COUNT,
            LabScenario.PERSIST_2,
            LabScenario.FIGURE_8,
            LabScenario.FIGURE_8_UNRELIABLE,
            LabScenario.UNRELIABLE_CHURN,
            LabScenario.named("kvUnreliableOneKey"),
            LabScenario.named("kvSnapshotRpc"));

    private LabTraces() {}

    static List<String> of(long seed) {
        return SCENARIOS.stream()
                .map(scenario -> scenario.name() + " " + seed + " " + scenario.run(seed))
                .toList();
    }

    /** Writes the traces of the seed that is the first argument to the file that is the second. */
    public static void main(String[] arguments) throws IOException {
        Files.write(Path.of(arguments[1]), of(Long.parseLong(arguments[0])));
    }
}

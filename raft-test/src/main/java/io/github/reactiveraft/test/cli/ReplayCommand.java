package io.github.reactiveraft.test.cli;

import io.github.reactiveraft.test.chaos.ChaosPlan;
import io.github.reactiveraft.test.chaos.ChaosReport;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        sortOptions = false,
        description = "Runs one seed again and tells everything: the plan, each event, the verdict.")
final class ReplayCommand extends SimulationCommand {

    private final Engine engine;

    @Parameters(paramLabel = "SEED", description = "The seed, as a finding names it.")
    private long seed;

    ReplayCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    Conclusion run() {
        PrintWriter people = people();
        PlanText.of(ChaosPlan.of(seed)).forEach(people::println);
        people.println();
        long[] eventCount = new long[1];
        ChaosReport report = engine.replay(seed, event -> {
            eventCount[0]++;
            people.println(event);
        });
        people.println();
        tell(report, people);
        return ReplayConclusion.of(report, eventCount[0]);
    }

    private static void tell(ChaosReport report, PrintWriter people) {
        people.println(Figures.format(
                "%s after %d s; faults: %s",
                Figures.count(report.operationCount(), "operation checked", "operations checked"),
                report.elapsed().toSeconds(),
                report.faults()));
        report.violation()
                .ifPresentOrElse(
                        violation -> people.println(FindingText.of("VIOLATION", violation, report.reproduction())),
                        () -> people.println(
                                report.doubt().map(doubt -> "UNKNOWN: " + doubt).orElse("Nothing was violated.")));
    }
}

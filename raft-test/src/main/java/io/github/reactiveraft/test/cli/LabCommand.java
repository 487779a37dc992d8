package io.github.reactiveraft.test.cli;

import io.github.reactiveraft.test.lab.LabScenario;
import io.github.reactiveraft.test.lab.LabSweep;
import io.github.reactiveraft.test.lab.LabTally;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "lab",
        sortOptions = false,
        description = "The scenarios of the MIT 6.824 labs, Raft and key-value store, each with many seeds.")
final class LabCommand extends SimulationCommand {

    private static final int SEED_COUNT = 100;

    private final Engine engine;
    private final LongSupplier nanos;

    @Option(
            names = "--repeat",
            paramLabel = "COUNT",
            converter = Whole.class,
            description = "How many seeds of each scenario (default: " + SEED_COUNT + ", or 1 with --seed).")
    private @Nullable Integer seedCount;

    @Option(names = "--only", paramLabel = "NAME", description = "This scenario alone (default: all).")
    private @Nullable String only;

    @Option(names = "--seed", paramLabel = "SEED", description = "The first seed (default: 1).")
    private @Nullable Long seed;

    @Mixin
    private RunOptions options = new RunOptions();

    LabCommand(Engine engine, LongSupplier nanos) {
        this.engine = engine;
        this.nanos = nanos;
    }

    @Override
    Conclusion run() {
        LabSweep sweep = sweep();
        Stopwatch stopwatch = new Stopwatch(nanos);
        LabProgress progress =
                new LabProgress(people(), new Progress(errors(), options.isTerminal(), stopwatch), sweep, stopwatch);
        List<LabTally> tallies = engine.lab(sweep, options.threadCount(), progress::onOutcome);
        progress.end();
        LabConclusion conclusion = LabConclusion.of(tallies, sweep.seedCount(), stopwatch);
        tell(tallies, conclusion);
        return conclusion;
    }

    private LabSweep sweep() {
        LabSweep all = LabSweep.ofAll();
        int count = seedCount != null ? seedCount : seed != null ? 1 : SEED_COUNT;
        return (only == null ? all : all.withOnly(scenario(only))).withSeeds(seed == null ? 1 : seed, count);
    }

    private LabScenario scenario(String name) {
        try {
            return LabScenario.named(name);
        } catch (IllegalArgumentException unknown) {
            throw wrong(String.valueOf(unknown.getMessage()));
        }
    }

    private void tell(List<LabTally> tallies, LabConclusion conclusion) {
        people().println(Figures.format(
                "%-30s %8s %12s %10s %12s %10s %10s",
                "scenario", "runs", "simulated s", "requests", "bytes", "commits", "failures"));
        tallies.forEach(tally -> people().println(line(tally)));
        people().println(Figures.format(
                "%s of %s: %.2f cluster hours in %.1f s, %,.0f times real time; %s.",
                Figures.count(conclusion.runs(), "run", "runs"),
                Figures.count(conclusion.scenarios(), "scenario", "scenarios"),
                conclusion.clusterHours(),
                conclusion.wallSeconds(),
                conclusion.speedup(),
                Figures.count(conclusion.violations(), "violation", "violations")));
    }

    private static String line(LabTally tally) {
        return Figures.format(
                "%-30s %8d %12.2f %10d %12d %10d %10d",
                tally.scenario().name(),
                tally.runCount(),
                Figures.seconds(tally.meanElapsed()),
                tally.meanRpcCount(),
                tally.meanByteCount(),
                tally.meanCommitCount(),
                tally.broken().size());
    }
}

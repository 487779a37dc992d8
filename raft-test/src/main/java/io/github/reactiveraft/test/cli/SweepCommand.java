package io.github.reactiveraft.test.cli;

import io.github.reactiveraft.test.chaos.CrashPoints;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "sweep",
        sortOptions = false,
        description = "Clusters under random faults, a run for each seed, and then every crash point.")
final class SweepCommand extends SimulationCommand {

    private final Engine engine;
    private final LongSupplier nanos;

    @Option(
            names = "--seeds",
            paramLabel = "COUNT",
            defaultValue = "400",
            converter = Whole.class,
            description = "How many seeds (default: ${DEFAULT-VALUE}).")
    private int seedCount;

    @Option(
            names = "--from",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "The first seed (default: ${DEFAULT-VALUE}).")
    private long from;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            converter = Minutes.class,
            description = "Begin no run any more after so many minutes (default: no limit).")
    private @Nullable Duration limit;

    @Option(
            names = "--crash-points",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Run all crash points as well, or not (default: ${DEFAULT-VALUE}).")
    private boolean isWithCrashPoints;

    @Option(names = "--stop", description = "Begin no run any more after the first finding.")
    private boolean isOverAtFinding;

    @Mixin
    private RunOptions options = new RunOptions();

    SweepCommand(Engine engine, LongSupplier nanos) {
        this.engine = engine;
        this.nanos = nanos;
    }

    @Override
    Conclusion run() {
        Stopwatch stopwatch = new Stopwatch(nanos);
        Sweeper sweeper =
                new Sweeper(engine, options, nanos, this, hasFinding -> isWanted(hasFinding, stopwatch.elapsed()));
        Tally seeds = sweeper.seeds(from, seedCount);
        Tally points = isWithCrashPoints ? sweeper.points(CrashPoints.scripts()) : Tally.empty();
        SweepConclusion conclusion = SweepConclusion.of(seeds, points, stopwatch);
        conclusion.tell(people());
        return conclusion;
    }

    private boolean isWanted(boolean hasFinding, Duration elapsed) {
        return !(isOverAtFinding && hasFinding) && (limit == null || elapsed.compareTo(limit) < 0);
    }
}

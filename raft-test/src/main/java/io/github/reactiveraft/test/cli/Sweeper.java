package io.github.reactiveraft.test.cli;

import io.github.reactiveraft.test.chaos.ChaosReport;
import io.github.reactiveraft.test.chaos.ChaosSweep;
import io.github.reactiveraft.test.chaos.CrashPoints;
import io.github.reactiveraft.test.chaos.SweepSummary;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Runs many runs, and tells of progress and findings while they go on. */
final class Sweeper {

    private final Engine engine;
    private final RunOptions options;
    private final LongSupplier nanos;
    private final PrintWriter people;
    private final PrintWriter errors;
    private final BooleanSupplier isWanted;
    private boolean hasFinding;

    /** Whether another run is wanted. */
    interface Wanted {
        boolean isWanted(boolean hasFinding);
    }

    Sweeper(Engine engine, RunOptions options, LongSupplier nanos, SimulationCommand command, Wanted wanted) {
        this.engine = engine;
        this.options = options;
        this.nanos = nanos;
        this.people = command.people();
        this.errors = command.errors();
        this.isWanted = () -> wanted.isWanted(hasFinding);
    }

    /** Runs so many seeds. */
    Tally seeds(long from, int count) {
        return run("seeds", count, 0, sweep -> engine.seeds(from, count, sweep));
    }

    /** Runs every crash point of these scripts. A script that fails without any crash is a violation, too. */
    Tally points(List<String> scripts) {
        List<CrashPoints.Point> points = new ArrayList<>();
        int brokenCount = 0;
        for (String script : scripts) {
            if (!isWanted.getAsBoolean()) {
                break;
            }
            try {
                points.addAll(engine.pointsOf(script));
            } catch (AssertionError broken) {
                brokenCount++;
                String reproduction = SimulatorApp.PROGRAM + " crash-points --script '" + script + "'";
                find("VIOLATION", String.valueOf(broken.getMessage()), reproduction);
            }
        }
        return run("crash points", points.size(), brokenCount, sweep -> engine.points(points, sweep));
    }

    /** Runs one crash point. */
    Tally point(CrashPoints.Point point) {
        return run("crash points", 1, 0, sweep -> engine.points(List.of(point), sweep));
    }

    private Tally run(String name, int count, int brokenCount, Consumer<ChaosSweep> runs) {
        Stopwatch stopwatch = new Stopwatch(nanos);
        Progress progress = new Progress(errors, options.isTerminal(), stopwatch);
        SweepSummary summary = new SweepSummary();
        AtomicInteger begunCount = new AtomicInteger();
        Consumer<ChaosReport> listener = report -> {
            summary.add(report);
            if (!report.isSound()) {
                progress.clear();
                find(report);
            }
            progress.onward(() -> line(name, count, summary, stopwatch));
        };
        runs.accept(new ChaosSweep(options.threadCount(), () -> mayBegin(begunCount), listener));
        progress.clear();
        return new Tally(summary, brokenCount, begunCount.get() - summary.runCount());
    }

    private boolean mayBegin(AtomicInteger begunCount) {
        boolean isBegun = isWanted.getAsBoolean();
        if (isBegun) {
            begunCount.incrementAndGet();
        }
        return isBegun;
    }

    private static String line(String name, int count, SweepSummary summary, Stopwatch stopwatch) {
        return Figures.format(
                "%s: %,d of %,d, %.2f simulated hours, %,.0f times real time, %s",
                name,
                summary.runCount(),
                count,
                Figures.hours(summary.elapsed()),
                stopwatch.speedup(summary.elapsed()),
                Figures.count(summary.violations().size(), "violation", "violations"));
    }

    private void find(ChaosReport report) {
        report.violation().ifPresent(violation -> find("VIOLATION", violation, report.reproduction()));
        report.doubt()
                .ifPresent(doubt -> find("UNKNOWN", "Seed " + report.seed() + ": " + doubt, report.reproduction()));
    }

    private void find(String kind, String message, String reproduction) {
        hasFinding = true;
        people.println(FindingText.of(kind, message, reproduction));
        people.flush();
    }
}

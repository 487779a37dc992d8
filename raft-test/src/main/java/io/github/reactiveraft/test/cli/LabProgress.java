package io.github.reactiveraft.test.cli;

import io.github.reactiveraft.test.lab.LabOutcome;
import io.github.reactiveraft.test.lab.LabSweep;
import java.io.PrintWriter;
import java.time.Duration;

/** Tells how the lab's runs go, one after the other. */
final class LabProgress {

    private final PrintWriter people;
    private final Progress progress;
    private final LabSweep sweep;
    private final Stopwatch stopwatch;
    private Duration elapsed = Duration.ZERO;
    private int endedCount;
    private int brokenCount;

    LabProgress(PrintWriter people, Progress progress, LabSweep sweep, Stopwatch stopwatch) {
        this.people = people;
        this.progress = progress;
        this.sweep = sweep;
        this.stopwatch = stopwatch;
    }

    void onOutcome(LabOutcome outcome) {
        endedCount++;
        if (outcome instanceof LabOutcome.Held held) {
            elapsed = elapsed.plus(held.figures().elapsed());
        } else if (outcome instanceof LabOutcome.Broken broken) {
            brokenCount++;
            progress.clear();
            String repeating = SimulatorApp.PROGRAM + " lab --only " + broken.scenario() + " --seed " + broken.seed();
            people.println(FindingText.of("VIOLATION in " + broken.scenario(), broken.message(), repeating));
            people.flush();
        }
        progress.onward(this::line);
    }

    void end() {
        progress.clear();
    }

    private String line() {
        return Figures.format(
                "lab: %,d of %,d, %.2f simulated hours, %,.0f times real time, %s",
                endedCount,
                sweep.runCount(),
                Figures.hours(elapsed),
                stopwatch.speedup(elapsed),
                Figures.count(brokenCount, "violation", "violations"));
    }
}

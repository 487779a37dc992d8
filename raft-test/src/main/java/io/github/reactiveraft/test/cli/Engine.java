package io.github.reactiveraft.test.cli;

import io.github.reactiveraft.test.chaos.ChaosReport;
import io.github.reactiveraft.test.chaos.CrashPoints;
import io.github.reactiveraft.test.lab.LabOutcome;
import io.github.reactiveraft.test.lab.LabSweep;
import io.github.reactiveraft.test.lab.LabTally;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What the commands set going; each call blocks until it is over. */
interface Engine {

    /** How runs are run, and who hears of them: asked before each from any thread, told of each one at a time. */
    record Way(int threadCount, BooleanSupplier mayGoOn, Consumer<ChaosReport> listener) {}

    /** Runs so many seeds. */
    void seeds(long from, int count, Way way);

    /** Runs these crash points. */
    void points(List<CrashPoints.Point> points, Way way);

    /** All crash points of a script. */
    List<CrashPoints.Point> pointsOf(String script);

    /** Runs scenarios of the lab. */
    List<LabTally> lab(LabSweep sweep, int threadCount, Consumer<LabOutcome> progress);

    /** Runs one seed and hands over everything that happens. */
    ChaosReport replay(long seed, Consumer<String> events);
}

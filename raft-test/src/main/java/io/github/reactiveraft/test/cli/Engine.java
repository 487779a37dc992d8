package io.github.reactiveraft.test.cli;

import io.github.reactiveraft.test.chaos.ChaosReport;
import io.github.reactiveraft.test.chaos.ChaosSweep;
import io.github.reactiveraft.test.chaos.CrashPoints;
import io.github.reactiveraft.test.lab.LabOutcome;
import io.github.reactiveraft.test.lab.LabSweep;
import io.github.reactiveraft.test.lab.LabTally;
import java.util.List;
import java.util.function.Consumer;

/** What the commands set going; each call blocks until it is over. */
interface Engine {

    /** Runs so many seeds. */
    void seeds(long from, int count, ChaosSweep sweep);

    /** Runs these crash points. */
    void points(List<CrashPoints.Point> points, ChaosSweep sweep);

    /** All crash points of a script. */
    List<CrashPoints.Point> pointsOf(String script);

    /** Runs scenarios of the lab. */
    List<LabTally> lab(LabSweep sweep, int threadCount, Consumer<LabOutcome> progress);

    /** Runs one seed and hands over everything that happens. */
    ChaosReport replay(long seed, Consumer<String> events);
}

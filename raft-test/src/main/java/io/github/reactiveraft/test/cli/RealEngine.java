package io.github.reactiveraft.test.cli;

import io.github.reactiveraft.test.chaos.ChaosPlan;
import io.github.reactiveraft.test.chaos.ChaosReport;
import io.github.reactiveraft.test.chaos.ChaosRun;
import io.github.reactiveraft.test.chaos.ChaosSweep;
import io.github.reactiveraft.test.chaos.CrashPoints;
import io.github.reactiveraft.test.lab.LabOutcome;
import io.github.reactiveraft.test.lab.LabSweep;
import io.github.reactiveraft.test.lab.LabTally;
import java.util.List;
import java.util.function.Consumer;

/** The simulator itself. */
final class RealEngine implements Engine {

    private static final String REPLAY = SimulatorApp.PROGRAM + " replay ";

    @Override
    public void seeds(long from, int count, ChaosSweep sweep) {
        sweep.seeds(from, count, REPLAY);
    }

    @Override
    public void points(List<CrashPoints.Point> points, ChaosSweep sweep) {
        sweep.points(points);
    }

    @Override
    public List<CrashPoints.Point> pointsOf(String script) {
        return CrashPoints.of(script);
    }

    @Override
    public List<LabTally> lab(LabSweep sweep, int threadCount, Consumer<LabOutcome> progress) {
        return sweep.run(threadCount, progress);
    }

    @Override
    public ChaosReport replay(long seed, Consumer<String> events) {
        return ChaosRun.replay(ChaosPlan.of(seed), REPLAY + seed, events);
    }
}

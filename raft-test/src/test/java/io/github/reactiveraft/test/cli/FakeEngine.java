package io.github.reactiveraft.test.cli;

import io.github.reactiveraft.test.chaos.ChaosReport;
import io.github.reactiveraft.test.chaos.ChaosSweep;
import io.github.reactiveraft.test.chaos.CrashPoints;
import io.github.reactiveraft.test.lab.LabOutcome;
import io.github.reactiveraft.test.lab.LabSweep;
import io.github.reactiveraft.test.lab.LabTally;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.FaultCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Runs nothing: every run is sound and takes an hour of virtual time and a second of real time, unless told otherwise. */
final class FakeEngine implements Engine {

    private static final String SCRIPT = "a cluster of one";

    private final SortedMap<Long, String> violations = new TreeMap<>();
    private final SortedMap<Long, String> doubts = new TreeMap<>();
    private final SortedSet<Long> lost = new TreeSet<>();
    private final SortedSet<Fault> enabled = new TreeSet<>();
    private long takenOverCount = 1;
    private boolean isScriptBroken;
    private long now;

    FakeEngine violate(long seed, String message) {
        violations.put(seed, message);
        return this;
    }

    FakeEngine doubt(long seed, String message) {
        doubts.put(seed, message);
        return this;
    }

    /** A run that never comes to its end. */
    FakeEngine lose(long seed) {
        lost.add(seed);
        return this;
    }

    /** A kind of fault that might happen in every run, and never does. */
    FakeEngine enable(Fault fault) {
        enabled.add(fault);
        return this;
    }

    /** No run has a snapshot that anybody takes over. */
    FakeEngine takeNothingOver() {
        takenOverCount = 0;
        return this;
    }

    FakeEngine breakScript() {
        isScriptBroken = true;
        return this;
    }

    long nanos() {
        return now;
    }

    @Override
    public void seeds(long from, int count, ChaosSweep sweep) {
        for (long seed = from; seed < from + count && sweep.mayGoOn().getAsBoolean(); seed++) {
            now += Duration.ofSeconds(1).toNanos();
            if (!lost.contains(seed)) {
                sweep.listener().accept(report(seed, SimulatorApp.PROGRAM + " replay " + seed));
            }
        }
    }

    @Override
    public void points(List<CrashPoints.Point> points, ChaosSweep sweep) {
        for (CrashPoints.Point point : points) {
            if (sweep.mayGoOn().getAsBoolean()) {
                sweep.listener().accept(report(0, "repeat " + point));
            }
        }
    }

    @Override
    public List<CrashPoints.Point> pointsOf(String script) {
        if (isScriptBroken && script.equals(SCRIPT)) {
            throw new AssertionError("it fails without any crash");
        }
        return List.of(new CrashPoints.Point(script, 1), new CrashPoints.Point(script, 2));
    }

    @Override
    public List<LabTally> lab(LabSweep sweep, int threadCount, Consumer<LabOutcome> progress) {
        List<LabOutcome.Broken> broken = new ArrayList<>();
        violations.forEach((seed, message) -> {
            LabOutcome.Broken outcome = new LabOutcome.Broken(sweep.scenarios().get(0), seed, message);
            broken.add(outcome);
            progress.accept(outcome);
        });
        return List.of(new LabTally(sweep.scenarios().get(0), List.of(), broken));
    }

    @Override
    public ChaosReport replay(long seed, Consumer<String> events) {
        events.accept("the only event");
        return report(seed, SimulatorApp.PROGRAM + " replay " + seed);
    }

    private ChaosReport report(long seed, String reproduction) {
        return new ChaosReport(
                seed,
                reproduction,
                Duration.ofHours(1),
                enabled,
                new FaultCounts(),
                10,
                takenOverCount,
                1,
                Optional.ofNullable(violations.get(seed)),
                Optional.ofNullable(doubts.get(seed)));
    }
}

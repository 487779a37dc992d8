package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.FaultCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What became of many runs together. One thread at a time. */
public final class SweepSummary {

    private final FaultCounts faults = new FaultCounts();
    private final SortedSet<Fault> enabled = new TreeSet<>();
    private final List<ChaosReport> violations = new ArrayList<>();
    private final List<ChaosReport> doubts = new ArrayList<>();
    private Duration elapsed = Duration.ZERO;
    private long operationCount;
    private long takenOverCount;
    private int runCount;

    /** Starts with nothing. */
    public SweepSummary() {}

    /** Adds what became of one more run. */
    public void add(ChaosReport report) {
        runCount++;
        elapsed = elapsed.plus(report.elapsed());
        operationCount += report.operationCount();
        takenOverCount += report.takenOverCount();
        faults.addAll(report.faults());
        enabled.addAll(report.enabled());
        if (report.violation().isPresent()) {
            violations.add(report);
        } else if (report.doubt().isPresent()) {
            doubts.add(report);
        }
    }

    /** How many runs there were. */
    public int runCount() {
        return runCount;
    }

    /** How much time they took together, in virtual time. */
    public Duration elapsed() {
        return elapsed;
    }

    /** How many client operations were judged. */
    public long operationCount() {
        return operationCount;
    }

    /** How often a member gave up its log for a snapshot of another. */
    public long takenOverCount() {
        return takenOverCount;
    }

    /** What was done to the clusters. */
    public FaultCounts faults() {
        return faults;
    }

    /** The runs in which something happened that must not happen. */
    public List<ChaosReport> violations() {
        return Collections.unmodifiableList(violations);
    }

    /** The runs without a verdict. */
    public List<ChaosReport> doubts() {
        return Collections.unmodifiableList(doubts);
    }

    /** The kinds of faults that might have happened and never did: what they test was not tested. */
    public SortedSet<Fault> missing() {
        SortedSet<Fault> missing = new TreeSet<>(enabled);
        missing.removeIf(fault -> faults.count(fault) > 0);
        return missing;
    }
}

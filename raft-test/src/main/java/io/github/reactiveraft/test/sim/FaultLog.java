package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.test.sim.check.Fingerprint;

/** Counts the faults of a run and takes note of them, so that a failure shows what was done to the cluster. */
public final class FaultLog {

    private final Simulation simulation;
    private final FaultCounts counts = new FaultCounts();

    private record Injected(Fault fault, Object where) {
        @Override
        public String toString() {
            return fault + " " + where;
        }
    }

    FaultLog(Simulation simulation) {
        this.simulation = simulation;
    }

    /** How often each fault was injected so far. */
    public FaultCounts counts() {
        return counts;
    }

    /**
     * A fault was injected.
     *
     * @param where to whom, for people
     */
    public void onFault(Fault fault, Object where) {
        counts.add(fault);
        simulation.note(new Injected(fault, where), Fingerprint.of(fault.name()));
    }
}

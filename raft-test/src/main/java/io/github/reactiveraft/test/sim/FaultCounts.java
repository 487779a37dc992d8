package io.github.reactiveraft.test.sim;

import java.util.EnumMap;
import java.util.Map;

/** How often each fault was injected. Single-threaded, as the simulation it counts for. */
public final class FaultCounts {

    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);

    /** Starts with nothing. */
    public FaultCounts() {}

    /** Counts one more. */
    public void add(Fault fault) {
        counts.merge(fault, 1L, Long::sum);
    }

    /** Counts some more. */
    public void add(Fault fault, long count) {
        if (count > 0) {
            counts.merge(fault, count, Long::sum);
        }
    }

    /** Counts what others counted: those of another run, or of another part of this one. */
    public void addAll(FaultCounts others) {
        others.counts.forEach((fault, count) -> counts.merge(fault, count, Long::sum));
    }

    /** How often a fault was injected. */
    public long count(Fault fault) {
        return counts.getOrDefault(fault, 0L);
    }

    /** The faults that were injected and how often, for people. */
    @Override
    public String toString() {
        return counts.toString();
    }
}

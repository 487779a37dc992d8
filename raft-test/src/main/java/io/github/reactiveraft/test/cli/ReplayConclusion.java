package io.github.reactiveraft.test.cli;

import io.github.reactiveraft.test.chaos.ChaosReport;
import io.github.reactiveraft.test.sim.Fault;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of the run that was repeated.
 *
 * @param seed its seed
 * @param clusterHours its virtual time
 * @param events how many were told
 * @param traceHash stands for everything that happened; in hexadecimal, since programs may read numbers as floating ones
 * @param faults how often each kind of fault was injected, by its name
 * @param operationsChecked client operations that were judged
 * @param violations 1 if something happened that must not happen
 * @param unknown 1 if there is no verdict
 */
record ReplayConclusion(
        long seed,
        double clusterHours,
        long events,
        String traceHash,
        Map<String, Long> faults,
        int operationsChecked,
        int violations,
        int unknown)
        implements Conclusion {

    static ReplayConclusion of(ChaosReport report, long eventCount) {
        Map<String, Long> faults = new LinkedHashMap<>();
        for (Fault fault : Fault.values()) {
            faults.put(fault.name(), report.faults().count(fault));
        }
        return new ReplayConclusion(
                report.seed(),
                Figures.rounded(Figures.hours(report.elapsed())),
                eventCount,
                Long.toHexString(report.traceHash()),
                faults,
                report.operationCount(),
                report.violation().isPresent() ? 1 : 0,
                report.doubt().isPresent() ? 1 : 0);
    }

    @Override
    public boolean hasPassed() {
        return violations == 0 && unknown == 0;
    }
}

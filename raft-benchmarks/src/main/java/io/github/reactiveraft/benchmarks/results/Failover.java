package io.github.reactiveraft.benchmarks.results;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long it took until commands were acknowledged again, each time that a leader was killed.
 *
 * @param system whose
 * @param isUnreachable whether the leader's process was stopped only, and no connection closed
 * @param electionTimeoutMillis the shortest, 0 for the system's own
 * @param trials how often
 * @param medianMillis half of them took no longer
 * @param maxMillis all of them
 * @param allMillis each of them
 * @param failure why there are not as many as were to be, or empty
 */
public record Failover(
        String system,
        boolean isUnreachable,
        long electionTimeoutMillis,
        int trials,
        @Nullable Double medianMillis,
        @Nullable Double maxMillis,
        List<Double> allMillis,
        String failure) {

    /** Counts. */
    public static Failover of(
            String system, boolean isUnreachable, long electionTimeoutMillis, List<Double> millis, String failure) {
        List<Double> rounded = millis.stream().map(Statistics::rounded).toList();
        double[] all = rounded.stream().mapToDouble(Double::doubleValue).toArray();
        boolean isEmpty = all.length == 0;
        return new Failover(
                system,
                isUnreachable,
                electionTimeoutMillis,
                all.length,
                isEmpty ? null : Statistics.rounded(Statistics.median(all)),
                isEmpty ? null : rounded.stream().max(Double::compare).orElseThrow(),
                rounded,
                failure);
    }
}

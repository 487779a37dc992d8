package io.github.reactiveraft.benchmarks.results;

import java.util.List;

/**
 * One minute of many.
 *
 * @param minute which, from 1
 * @param opsPerSecond calls done
 * @param p50Micros half of them took no longer
 * @param p999Micros 99.9 %
 * @param maxMicros all
 * @param failures calls that failed
 * @param lost calls that did not end
 * @param stalled whether it was given up because none ended
 * @param heapKib what members have on their heaps once garbage is gone
 * @param peakMemoryMib the most memory that any member had so far
 * @param leader who led at its end, from 1
 */
public record SoakMinute(
        int minute,
        double opsPerSecond,
        double p50Micros,
        double p999Micros,
        double maxMicros,
        long failures,
        long lost,
        boolean stalled,
        List<Long> heapKib,
        long peakMemoryMib,
        int leader) {

    /** Rounds. */
    public SoakMinute {
        opsPerSecond = Statistics.rounded(opsPerSecond);
        p50Micros = Statistics.rounded(p50Micros);
        p999Micros = Statistics.rounded(p999Micros);
        maxMicros = Statistics.rounded(maxMicros);
        heapKib = List.copyOf(heapKib);
    }
}

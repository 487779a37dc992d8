package io.github.reactiveraft.test.lab;

import io.github.reactiveraft.test.sim.SimCluster;
import java.time.Duration;

/**
 * What the lab prints about a run.
 *
 * @param elapsed how long it took, in virtual time
 * @param rpcCount requests that nodes received
 * @param byteCount bytes of requests sent and of replies received
 * @param commitCount commands committed
 * @param traceHash stands for everything that happened: two runs with the same one were the same run
 */
public record LabFigures(Duration elapsed, long rpcCount, long byteCount, long commitCount, long traceHash) {

    static LabFigures of(SimCluster<?, ?, ?> cluster) {
        return new LabFigures(
                cluster.simulation().elapsed(),
                cluster.network().traffic().requestCount(),
                cluster.network().traffic().byteCount(),
                cluster.checks().committed().last().commandCount(),
                cluster.simulation().traceHash());
    }
}

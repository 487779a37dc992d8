package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.test.sim.ManyRuns;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A way to have many runs, a few at a time.
 *
 * @param threadCount how many runs at a time, from 1
 * @param mayGoOn is asked before each run whether another one is wanted
 * @param listener hears of every run that is over, in no particular order
 */
public record ChaosSweep(int threadCount, BooleanSupplier mayGoOn, Consumer<ChaosReport> listener) {

    /**
     * Runs these seeds; blocks until all that were begun are over. Only the runs themselves are on other threads.
     *
     * @throws IllegalStateException if a run did not even come to an end, or the thread is interrupted
     */
    public void seeds(long from, int count, String reproduction) {
        ManyRuns.run(
                threadCount,
                count,
                mayGoOn,
                number -> ChaosRun.of(ChaosPlan.of(from + number), reproduction + (from + number)),
                listener);
    }

    /**
     * Runs these crash points; blocks until all that were begun are over.
     *
     * @throws IllegalStateException if a run did not even come to an end, or the thread is interrupted
     */
    public void points(List<CrashPoints.Point> points) {
        ManyRuns.run(
                threadCount,
                points.size(),
                mayGoOn,
                number -> points.get(number).run(),
                listener);
    }
}

package io.github.reactiveraft.test.lab;

import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a sweep found out about one scenario. The means are over the runs that held, and 0 if none did.
 *
 * @param scenario what was run
 * @param held the runs that held, in the order of their seeds
 * @param broken the runs that did not, in the order of their seeds
 */
public record LabTally(LabScenario scenario, List<LabOutcome.Held> held, List<LabOutcome.Broken> broken) {

    /** Keeps the lists as they are now. */
    public LabTally {
        held = List.copyOf(held);
        broken = List.copyOf(broken);
    }

    /** How many runs there were, broken or not. */
    public int runCount() {
        return held.size() + broken.size();
    }

    /** How long a run took, in virtual time, to the millisecond. */
    public Duration meanElapsed() {
        return Duration.ofMillis(mean(figures -> figures.elapsed().toMillis()));
    }

    /** How many requests nodes received in a run. */
    public long meanRpcCount() {
        return mean(LabFigures::rpcCount);
    }

    /** How many bytes were sent in a run. */
    public long meanByteCount() {
        return mean(LabFigures::byteCount);
    }

    /** How many commands were committed in a run. */
    public long meanCommitCount() {
        return mean(LabFigures::commitCount);
    }

    private long mean(ToLongFunction<LabFigures> figure) {
        return Math.round(held.stream()
                .map(LabOutcome.Held::figures)
                .mapToLong(figure)
                .average()
                .orElse(0));
    }
}

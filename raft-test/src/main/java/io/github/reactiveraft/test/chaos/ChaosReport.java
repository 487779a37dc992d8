package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.FaultCounts;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What became of one run.
 *
 * @param seed what decided it
 * @param reproduction how to repeat it, for people
 * @param elapsed how long it took, in virtual time
 * @param enabled the kinds of faults that might happen
 * @param faults those that did
 * @param operationCount the client operations that were judged
 * @param takenOverCount how often a member gave up its log for a snapshot of another
 * @param traceHash stands for everything that happened
 * @param violation what must not have happened, with the line that repeats it; empty if nothing
 * @param doubt why the checker came to no verdict; empty if it did
 */
public record ChaosReport(
        long seed,
        String reproduction,
        Duration elapsed,
        SortedSet<Fault> enabled,
        FaultCounts faults,
        int operationCount,
        long takenOverCount,
        long traceHash,
        Optional<String> violation,
        Optional<String> doubt) {

    /** Whether nothing was violated and nothing is unknown. */
    public boolean isSound() {
        return violation.isEmpty() && doubt.isEmpty();
    }
}

package io.github.reactiveraft.test.lab;

import io.github.reactiveraft.test.sim.SimCluster;
import io.github.reactiveraft.test.sim.SimSubmission;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One command, and how many nodes shall commit it: offered until a leader takes it, then waited for. */
final class Agreement {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration COMMIT_LIMIT = Duration.ofSeconds(2);
    private static final Duration COMMIT_POLL = Duration.ofMillis(20);
    private static final Duration BETWEEN_OFFERS = Duration.ofMillis(50);

    private final LabCluster lab;
    private final String command;
    private final int nodeCount;

    Agreement(LabCluster lab, String command, int nodeCount) {
        this.lab = lab;
        this.command = command;
        this.nodeCount = nodeCount;
    }

    /** The command's index; an error once 10 s have passed. What is not committed after 2 s is offered again. */
    Mono<Integer> retried() {
        return within(offering().flatMap(this::committing));
    }

    /** The command's index; an error once it was taken and 2 s have passed, or 10 s in all. */
    Mono<Integer> once() {
        return within(offering()
                .flatMap(index -> committing(index).switchIfEmpty(Mono.error(() -> notReached(COMMIT_LIMIT)))));
    }

    private Mono<Integer> within(Mono<Integer> round) {
        return round.repeatWhenEmpty(Integer.MAX_VALUE, rounds -> rounds.delayElements(BETWEEN_OFFERS, lab.clients()))
                .timeout(LIMIT, Mono.error(() -> notReached(LIMIT)), lab.clients());
    }

    /** Goes round the connected nodes until one takes the command as leader; empty if none does. */
    private Mono<Integer> offering() {
        SimCluster<?, ?, ?> cluster = lab.cluster();
        return Flux.range(0, lab.size())
                .filter(node -> cluster.isConnected(node) && cluster.isUp(node))
                .concatMap(node -> lab.submitting(node, command), 1)
                .filter(SimSubmission::isAccepted)
                .next()
                .map(submission -> (int) submission.applicationIndex());
    }

    /** Empty if not enough nodes have it within 2 s, or something else has taken its place. */
    private Mono<Integer> committing(int index) {
        return Flux.interval(Duration.ZERO, COMMIT_POLL, lab.clients())
                .take(COMMIT_LIMIT.dividedBy(COMMIT_POLL))
                .filter(poll -> lab.committedCount(index) >= nodeCount
                        && lab.committed(index).equals(Optional.of(command)))
                .next()
                .map(poll -> index);
    }

    private AssertionError notReached(Duration limit) {
        return new AssertionError(
                "No agreement of " + nodeCount + " nodes on " + command + " within " + limit + lab.states());
    }
}

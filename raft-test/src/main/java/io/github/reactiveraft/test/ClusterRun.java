package io.github.reactiveraft.test;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.test.sim.SimCluster;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** One run of one simulation, as its clients see it: who may touch it, how to wait in it, and how its failures read. */
final class ClusterRun {

    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(50);

    private final SimCluster<?, ?, ?> cluster;
    private final Machines machines;
    private final String reproduction;
    private final Scheduler clients;
    private final Thread owner = Thread.currentThread();

    ClusterRun(SimCluster<?, ?, ?> cluster, Machines machines, String reproduction) {
        this.cluster = cluster;
        this.machines = machines;
        this.reproduction = reproduction;
        this.clients = cluster.simulation().scheduler();
    }

    /** The lane of everybody outside the nodes: what a test does there is never in the middle of a node's step. */
    Scheduler clients() {
        return clients;
    }

    Duration elapsed() {
        return cluster.simulation().elapsed();
    }

    void advance(Duration duration) {
        cluster.advance(duration);
    }

    boolean runUntil(BooleanSupplier condition, Duration limit) {
        return cluster.runUntil(condition, limit);
    }

    /** Looks, now and every few milliseconds of virtual time, until there is something. */
    <T> Mono<T> await(Supplier<Optional<T>> look) {
        return Flux.interval(Duration.ZERO, POLL, clients)
                .<T>handle((tick, sink) -> look.get().ifPresent(sink::next))
                .next();
    }

    /** What a patient client does: tries again, after a pause, what somebody else or a later moment may do. */
    Retry patience() {
        return Retry.from(attempts -> attempts.concatMap(attempt ->
                isWorthRetrying(attempt.failure()) ? Mono.delay(RETRY_PAUSE, clients) : Mono.error(attempt.failure())));
    }

    private static boolean isWorthRetrying(Throwable failure) {
        return failure instanceof RaftException.NotLeader || failure instanceof RaftException.Unavailable;
    }

    /** A failure of the test rather than of the run, which can go on. */
    AssertionError failure(String what) {
        StringBuilder text = new StringBuilder("Seed ")
                .append(cluster.simulation().seed())
                .append(" at ")
                .append(cluster.simulation().elapsed())
                .append(": ")
                .append(what)
                .append("; to repeat: ")
                .append(reproduction);
        for (int node = 0; node < cluster.size(); node++) {
            text.append("\n  ").append(cluster.id(node)).append(' ').append(state(node));
        }
        return new AssertionError(text.toString());
    }

    private String state(int node) {
        if (!machines.isUp(node)) {
            return machines.failure(node)
                    .map(cause -> "stopped by itself: " + cause)
                    .orElse("is down");
        }
        return (cluster.isPaused(node) ? "is paused, " : "")
                + cluster.status(node).map(Object::toString).orElse("is starting");
    }

    void requireOwner() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("This cluster, seed "
                    + cluster.simulation().seed() + ", belongs to thread " + owner.getName()
                    + ", which made it; thread " + Thread.currentThread().getName()
                    + " cannot use it: make one there, or give the operator that went there the cluster's scheduler()");
        }
    }
}

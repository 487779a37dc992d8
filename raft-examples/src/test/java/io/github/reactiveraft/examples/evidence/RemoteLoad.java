package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException;
import java.time.Duration;
import java.util.List;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Callers that share one client of the cluster; each sends a command, waits for what comes of it and sends the next. What
 * the client tries again by itself is not seen here.
 */
final class RemoteLoad implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RaftClient<Long, Long, List<Entry>> client;
    private final EvidenceCluster cluster;
    private final Oracle oracle;
    private final Sinks.Empty<Void> ended = Sinks.empty();
    private final Disposable callers;
    private volatile boolean isOver;
    private long lastAnswerAt = System.nanoTime();
    private long longestGap;

    RemoteLoad(RaftClient<Long, Long, List<Entry>> client, EvidenceCluster cluster, Oracle oracle, int callerCount) {
        this.client = client;
        this.cluster = cluster;
        this.oracle = oracle;
        this.callers = Flux.range(0, callerCount)
                .flatMap(caller -> Mono.defer(this::enter).repeat(() -> !isOver), callerCount)
                .subscribe(ignored -> {}, ended::tryEmitError, ended::tryEmitEmpty);
    }

    private Mono<Fate> enter() {
        long id = oracle.nextId();
        return client.submit(id)
                .<Fate>map(entries -> new Fate.Acknowledged(
                        entries.get(0).count(), entries.get(0).index()))
                .doOnNext(acknowledged -> answered())
                .onErrorResume(RaftException.class, failure -> Mono.just(fate(failure)))
                .doOnNext(fate -> oracle.ended(id, fate));
    }

    private static Fate fate(RaftException failure) {
        String reason = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return failure.isDefinitelyNotDone() ? new Fate.NotDone(reason) : new Fate.Unknown(reason);
    }

    private synchronized void answered() {
        long now = System.nanoTime();
        longestGap = Math.max(longestGap, now - lastAnswerAt);
        lastAnswerAt = now;
    }

    /** The longest time in which nobody got an answer, since this was asked last. */
    synchronized Duration longestGap() {
        Duration gap = Duration.ofNanos(longestGap);
        longestGap = 0;
        return gap;
    }

    /** Waits until so many more are acknowledged. */
    void awaitAcknowledged(long moreCount) {
        long wanted = oracle.acknowledgedCount() + moreCount;
        cluster.await(
                "Acknowledged commands",
                Mono.fromSupplier(oracle::acknowledgedCount).filter(count -> count >= wanted));
    }

    /** Ends the sending; all that was sent has its fate then. */
    @Override
    public void close() {
        isOver = true;
        try {
            ended.asMono().block(PATIENCE);
        } finally {
            callers.dispose();
        }
    }
}

package io.github.reactiveraft.examples.evidence;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Clients that each send a command, wait for what comes of it, send the next, and go to the next node when one fails. */
final class Load implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BREATH = Duration.ofMillis(20);

    private final EvidenceCluster cluster;
    private final Oracle oracle;
    private final AtomicLong lastAcknowledged = new AtomicLong(System.nanoTime());
    private final Sinks.Empty<Void> ended = Sinks.empty();
    private final Disposable clients;
    private volatile boolean isOver;

    Load(EvidenceCluster cluster, Oracle oracle, int clientCount) {
        this.cluster = cluster;
        this.oracle = oracle;
        this.clients = Flux.range(0, clientCount)
                .flatMap(this::client, clientCount)
                .subscribe(ignored -> {}, ended::tryEmitError, ended::tryEmitEmpty);
    }

    private Flux<Fate> client(int number) {
        AtomicLong node = new AtomicLong(number);
        return Mono.defer(() -> command((int) (node.get() % EvidenceCluster.NODE_COUNT)))
                .flatMap(fate -> fate instanceof Fate.Acknowledged
                        ? Mono.just(fate)
                        : Mono.delay(BREATH)
                                .doOnNext(passed -> node.incrementAndGet())
                                .thenReturn(fate))
                .repeat(() -> !isOver);
    }

    private Mono<Fate> command(int node) {
        long id = oracle.nextId();
        long sentAt = System.nanoTime();
        return cluster.client(node).enter(id).doOnNext(fate -> {
            oracle.ended(id, fate);
            if (fate instanceof Fate.Acknowledged) {
                lastAcknowledged.accumulateAndGet(sentAt, (a, b) -> a - b > 0 ? a : b);
            }
        });
    }

    /** Waits until so many more are acknowledged. */
    void awaitAcknowledged(long moreCount) {
        long wanted = oracle.acknowledgedCount() + moreCount;
        cluster.await(
                "Acknowledged commands",
                Mono.fromSupplier(oracle::acknowledgedCount).filter(count -> count >= wanted));
    }

    /** Waits until one is acknowledged that was sent after a moment of {@link System#nanoTime}. */
    void awaitAcknowledgedAfter(long moment) {
        cluster.await(
                "An acknowledged command",
                Mono.fromSupplier(lastAcknowledged::get).filter(sentAt -> sentAt - moment > 0));
    }

    /** Ends the sending; all that was sent has its fate then. */
    @Override
    public void close() {
        isOver = true;
        try {
            ended.asMono().block(PATIENCE);
        } finally {
            clients.dispose();
        }
    }
}

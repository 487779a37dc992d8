package io.github.reactiveraft.examples.evidence;

import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A client that sends when a command is due, whether those before it were answered or not, and counts their time from
 * when they were due: a cluster that stands still makes all of them slow, not one.
 */
final class PacedLoad implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LedgerClient client;
    private final Oracle oracle;
    private final Duration period;
    private final Sinks.Empty<Void> stop = Sinks.empty();
    private final Sinks.Empty<Void> ended = Sinks.empty();
    private volatile Latencies current = new Latencies();

    PacedLoad(LedgerClient client, Oracle oracle, int commandsASecond) {
        this.client = client;
        this.oracle = oracle;
        this.period = Duration.ofSeconds(1).dividedBy(commandsASecond);
        long start = System.nanoTime();
        // No more wait at a time than are due within the client's time limit.
        Flux.interval(period)
                .takeUntilOther(stop.asMono())
                .flatMap(tick -> command(start + (tick + 1) * period.toNanos()), Integer.MAX_VALUE)
                .subscribe(ignored -> {}, ended::tryEmitError, ended::tryEmitEmpty);
    }

    private Mono<Fate> command(long dueAt) {
        Latencies stretch = current;
        long id = oracle.nextId();
        return client.enter(id).doOnNext(fate -> {
            oracle.ended(id, fate);
            stretch.add(fate, Duration.ofNanos(System.nanoTime() - dueAt));
        });
    }

    /** From now on commands are due in another stretch. */
    Latencies turn() {
        Latencies next = new Latencies();
        current = next;
        return next;
    }

    /** Ends the sending; all that was sent has its fate then. */
    @Override
    public void close() {
        stop.tryEmitEmpty();
        ended.asMono().block(PATIENCE);
    }
}

package io.github.reactiveraft.examples.counter.http;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.examples.counter.CounterResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Scheduler;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Server-sent events: one per change, with its index as the id, so that whoever comes back goes on; comments in between so
 * that a dead connection is noticed. It ends when the browser goes, when the client or the door closes, and, without ceremony,
 * when what the browser has not taken is dropped: an event that says so could hardly reach it. It hears of it as the first thing
 * when it comes back: an event of its own, with the id that it can go on from.
 *
 * @param changes what to tell
 * @param watchers where to take a place
 * @param closing ends the stream
 * @param heartbeat the time between two comments
 * @param lane the door's thread
 */
record EventStream(
        Flux<Change<CounterResult>> changes,
        Watchers watchers,
        Publisher<Void> closing,
        Duration heartbeat,
        Scheduler lane)
        implements Answer {

    /** Small on purpose: nodes keep what a slow watcher has not taken yet, once for all. */
    private static final int PREFETCH = 32;

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    @Override
    public Mono<Void> sendTo(HttpServerResponse response) {
        return Mono.using(watchers::enter, place -> send(response), Watchers::leave)
                .onErrorResume(RaftException.Overloaded.class, crowded -> Failures.answer(crowded)
                        .sendTo(response));
    }

    private Mono<Void> send(HttpServerResponse response) {
        response.sse().header("cache-control", "no-store").keepAlive(false);
        // Flushed one by one: an event that waits for the next is none.
        return response.send(ByteBufFlux.fromString(texts(response)), Objects::nonNull)
                .then();
    }

    private Flux<String> texts(HttpServerResponse response) {
        Flux<Signal<String>> told = changes.publishOn(lane, false, PREFETCH)
                .<String>switchOnFirst((first, all) -> first.getThrowable() instanceof RaftException.Compacted compacted
                        ? Flux.just(event(compacted))
                        : all.map(EventStream::event))
                .onErrorResume(failure -> ended(failure, response))
                .materialize();
        Flux<Signal<String>> comments = Flux.interval(Duration.ZERO, heartbeat, lane)
                .onBackpressureDrop()
                .map(count -> Signal.next(count == 0 ? "retry: 1000\n\n" : ":\n\n"));
        // As signals, because the end of the changes must end the whole, comments included.
        return Flux.merge(told, comments).<String>dematerialize().takeUntilOther(closing);
    }

    private static String event(Change<CounterResult> change) {
        long value = ((CounterResult.Value) change.value()).value();
        byte[] json = Json.bytes(new Json.Counted(value, change.index()));
        return "id: " + change.index() + "\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n";
    }

    private static String event(RaftException.Compacted compacted) {
        byte[] json = Json.bytes(new Json.Compacted(compacted.availableFrom()));
        return "event: compacted\nid: " + (compacted.availableFrom() - 1) + "\ndata: "
                + new String(json, StandardCharsets.UTF_8) + "\n\n";
    }

    private static Flux<String> ended(Throwable failure, HttpServerResponse response) {
        if (failure instanceof RaftException.Compacted) {
            LOG.info("A watcher fell behind and was disconnected: {}", failure.getMessage());
            response.withConnection(Connection::dispose);
        } else if (!(failure instanceof RaftException)) {
            LOG.error("A watch failed in a way that should not exist; please report it", failure);
        }
        return Flux.empty();
    }
}

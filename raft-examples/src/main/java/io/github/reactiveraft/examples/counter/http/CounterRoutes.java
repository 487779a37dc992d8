package io.github.reactiveraft.examples.counter.http;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.examples.counter.CounterQuery;
import io.github.reactiveraft.examples.counter.CounterResult;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * Counting: all that needs no more than a client. An add is handed to the client once and never tried again here: after an
 * unknown outcome only whoever asked can know whether adding twice would hurt.
 */
final class CounterRoutes {

    private static final String LAST_EVENT_ID = "last-event-id";

    private final RaftClient<Long, CounterQuery, CounterResult> client;
    private final Requests requests;
    private final Watchers watchers;
    private final Publisher<Void> closing;

    /** @param closing ends every watch */
    CounterRoutes(RaftClient<Long, CounterQuery, CounterResult> client, Requests requests, Publisher<Void> closing) {
        this.client = client;
        this.requests = requests;
        this.watchers = new Watchers(requests.limits().watcherCount());
        this.closing = closing;
    }

    void addTo(HttpServerRoutes routes) {
        routes.post("/counter/add", requests.answering(this::add));
        routes.get("/counter/watch", requests.answering(this::watch));
        requests.getAndHead(routes, "/counter", this::value);
        requests.wrongMethod(routes, "/counter/add", "POST");
        requests.wrongMethod(routes, "/counter/watch", "GET");
        requests.wrongMethod(routes, "/counter", "GET, HEAD");
    }

    private Mono<Answer> add(HttpServerRequest request) {
        long delta = RequestQuery.of(request.uri()).onlyNumber("delta");
        Mono<CounterResult> late = Mono.error(() -> new RaftException.OutcomeUnknown(
                "No answer within " + requests.limits().answer() + ": read the value before adding again", null));
        return client.submit(delta)
                .timeout(requests.limits().answer(), late, requests.lane())
                .publishOn(requests.lane())
                .map(result -> result instanceof CounterResult.Value value
                        ? WholeAnswer.ok(new Json.Counted(value.value(), value.index()))
                        : outOfRange(delta, result));
    }

    private static Answer outOfRange(long delta, CounterResult result) {
        long value = ((CounterResult.OutOfRange) result).value();
        String message = "Adding " + delta + " to " + value + " leaves the range of 64 bits; nothing was changed";
        return WholeAnswer.problem(409, "out of range", message);
    }

    private Mono<Answer> value(RequestQuery query) {
        query.requireNone();
        return requests.inTime(client.read(CounterQuery.VALUE))
                .map(result -> WholeAnswer.ok(new Json.Current(((CounterResult.Value) result).value())));
    }

    private Mono<Answer> watch(HttpServerRequest request) {
        OptionalLong asked =
                from(RequestQuery.of(request.uri()), request.requestHeaders().get(LAST_EVENT_ID));
        Mono<Long> from = asked.isPresent() ? Mono.just(asked.getAsLong()) : behindWhatIs();
        return from.map(index -> new EventStream(
                client.watch(index), watchers, closing, requests.limits().heartbeat(), requests.lane()));
    }

    /** Unlike a watch that begins now, one from an index on outlives the member that it is taken from. */
    private Mono<Long> behindWhatIs() {
        return Mono.defer(() -> {
            ReadToken seen = ReadToken.start();
            return requests.inTime(client.read(CounterQuery.VALUE, ReadMode.local(seen)))
                    .map(value -> seen.index() + 1);
        });
    }

    /** A browser that comes back says what it saw last, and asks for the same address as at first. */
    private static OptionalLong from(RequestQuery query, @Nullable String lastEventId) {
        OptionalLong asked = query.onlyNumberIfAny("from");
        OptionalLong from = lastEventId == null || lastEventId.isEmpty()
                ? asked
                : OptionalLong.of(RequestQuery.number(LAST_EVENT_ID, lastEventId) + 1);
        if (from.isPresent() && from.getAsLong() < 1) {
            throw RequestQuery.refused("A watch begins at index 1 or later, not at " + from.getAsLong());
        }
        return from;
    }
}

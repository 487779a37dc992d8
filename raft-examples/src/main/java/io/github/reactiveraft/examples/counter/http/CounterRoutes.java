package io.github.reactiveraft.examples.counter.http;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.examples.counter.CounterQuery;
import io.github.reactiveraft.examples.counter.CounterResult;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * Which request does what. An add is handed to the node once and never tried again here: after an unknown outcome only
 * the client can know whether adding twice would hurt.
 */
final class CounterRoutes {

    private static final String LAST_EVENT_ID = "last-event-id";

    private final RaftNode<Long, CounterQuery, CounterResult> node;
    private final WholeAnswer page;
    private final DoorLimits limits;
    private final Watchers watchers;
    private final Publisher<Void> closing;
    private final Scheduler lane;
    private final AtomicInteger underWay = new AtomicInteger();

    CounterRoutes(
            RaftNode<Long, CounterQuery, CounterResult> node,
            WholeAnswer page,
            DoorLimits limits,
            Publisher<Void> closing,
            Scheduler lane) {
        this.node = node;
        this.page = page;
        this.limits = limits;
        this.watchers = new Watchers(limits.watcherCount());
        this.closing = closing;
        this.lane = lane;
    }

    void addTo(HttpServerRoutes routes) {
        routes.post("/counter/add", answering(this::add));
        routes.get("/counter/watch", (request, response) -> answering(
                        query -> watch(query, request.requestHeaders().get(LAST_EVENT_ID)))
                .apply(request, response));
        getAndHead(routes, "/", this::page);
        getAndHead(routes, "/counter", this::value);
        getAndHead(routes, "/cluster", this::cluster);
        // The first route that fits is taken: what comes down to here has a wrong method, or is not known at all.
        wrongMethod(routes, "/counter/add", "POST");
        wrongMethod(routes, "/counter/watch", "GET");
        wrongMethod(routes, "/", "GET, HEAD");
        wrongMethod(routes, "/counter", "GET, HEAD");
        wrongMethod(routes, "/cluster", "GET, HEAD");
        WholeAnswer unknown = WholeAnswer.problem(404, "not found", "There is nothing of that name");
        routes.route(request -> true, answering(query -> Mono.just(unknown)));
    }

    private void getAndHead(HttpServerRoutes routes, String path, Function<RequestQuery, Mono<Answer>> handler) {
        routes.get(path, answering(handler)).head(path, answering(handler));
    }

    private void wrongMethod(HttpServerRoutes routes, String path, String allowed) {
        WholeAnswer answer = WholeAnswer.problem(405, "method not allowed", "This takes " + allowed + " only")
                .with("allow", allowed);
        routes.route(request -> path.equals(request.fullPath()), answering(query -> Mono.just(answer)));
    }

    /** Handles one request; whatever goes wrong before the first byte of the answer is answered with its status. */
    private BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> answering(
            Function<RequestQuery, Mono<Answer>> handler) {
        return (request, response) -> RequestBody.dropped(request, limits.bodyBytes())
                .then(Mono.defer(() -> handler.apply(RequestQuery.of(request.uri()))))
                .onErrorResume(failure -> Mono.just(Failures.answer(failure)))
                .flatMap(answer -> answer.sendTo(response))
                .doFirst(underWay::incrementAndGet)
                .doFinally(end -> underWay.decrementAndGet());
    }

    /** Completes once no request is under way. */
    Mono<Void> idle() {
        return Flux.interval(Duration.ZERO, Duration.ofMillis(5), lane)
                .takeUntil(tick -> underWay.get() == 0)
                .then();
    }

    private Mono<Answer> page(RequestQuery query) {
        query.requireNone();
        return Mono.just(page);
    }

    private Mono<Answer> add(RequestQuery query) {
        long delta = query.onlyNumber("delta");
        Mono<CounterResult> late = Mono.error(() -> new RaftException.OutcomeUnknown(
                "No answer within " + limits.answer() + ": read the value before adding again", null));
        return node.submit(delta)
                .timeout(limits.answer(), late, lane)
                .publishOn(lane)
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
        return inTime(node.read(CounterQuery.VALUE))
                .map(result -> WholeAnswer.ok(new Json.Current(((CounterResult.Value) result).value())));
    }

    private Mono<Answer> cluster(RequestQuery query) {
        query.requireNone();
        return inTime(node.cluster()).map(members -> WholeAnswer.ok(Json.Cluster.of(members)));
    }

    private Mono<Answer> watch(RequestQuery query, @Nullable String lastEventId) {
        OptionalLong from = from(query, lastEventId);
        Flux<Change<CounterResult>> changes = from.isPresent() ? node.watch(from.getAsLong()) : node.watch();
        return Mono.just(new EventStream(changes, watchers, closing, limits.heartbeat(), lane));
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

    private <T> Mono<T> inTime(Mono<T> question) {
        Mono<T> late =
                Mono.error(() -> new RaftException.Unavailable("No answer within " + limits.answer() + ": ask again"));
        return question.timeout(limits.answer(), late, lane).publishOn(lane);
    }
}

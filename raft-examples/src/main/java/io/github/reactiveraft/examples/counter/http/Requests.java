package io.github.reactiveraft.examples.counter.http;

import io.github.reactiveraft.api.RaftException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/** How a door takes requests, whatever they ask for: its bounds, its thread, and what it still owes an answer. */
final class Requests {

    private final DoorLimits limits;
    private final Scheduler lane;
    private final AtomicInteger underWay = new AtomicInteger();

    /** @param lane the door's thread */
    Requests(DoorLimits limits, Scheduler lane) {
        this.limits = limits;
        this.lane = lane;
    }

    DoorLimits limits() {
        return limits;
    }

    Scheduler lane() {
        return lane;
    }

    /** Handles one request; whatever goes wrong before the first byte of the answer is answered with its status. */
    BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> answering(
            Function<HttpServerRequest, Mono<Answer>> handler) {
        return (request, response) -> RequestBody.dropped(request, limits.bodyBytes())
                .then(Mono.defer(() -> handler.apply(request)))
                .onErrorResume(failure -> Mono.just(Failures.answer(failure)))
                .flatMap(answer -> answer.sendTo(response))
                .doFirst(underWay::incrementAndGet)
                .doFinally(end -> underWay.decrementAndGet());
    }

    void getAndHead(HttpServerRoutes routes, String path, Function<RequestQuery, Mono<Answer>> handler) {
        Function<HttpServerRequest, Mono<Answer>> asked = request -> handler.apply(RequestQuery.of(request.uri()));
        routes.get(path, answering(asked)).head(path, answering(asked));
    }

    /** The first route that fits is taken, so this comes behind those of the right method. The path may have {parameters}. */
    void wrongMethod(HttpServerRoutes routes, String path, String allowed) {
        WholeAnswer answer = WholeAnswer.problem(405, "method not allowed", "This takes " + allowed + " only")
                .with("allow", allowed);
        Pattern pattern = Pattern.compile(path.replaceAll("\\{\\w+}", "[^/]*"));
        routes.route(request -> pattern.matcher(request.fullPath()).matches(), answering(request -> Mono.just(answer)));
    }

    /** What comes down to here, nobody knows. */
    void unknown(HttpServerRoutes routes) {
        WholeAnswer unknown = WholeAnswer.problem(404, "not found", "There is nothing of that name");
        routes.route(request -> true, answering(request -> Mono.just(unknown)));
    }

    /** The answer to a question that changes nothing, on the door's thread; in time, or not at all. */
    <T> Mono<T> inTime(Mono<T> question) {
        Mono<T> late =
                Mono.error(() -> new RaftException.Unavailable("No answer within " + limits.answer() + ": ask again"));
        return question.timeout(limits.answer(), late, lane).publishOn(lane);
    }

    /** Completes once no request is under way. */
    Mono<Void> idle() {
        return Flux.interval(Duration.ZERO, Duration.ofMillis(5), lane)
                .takeUntil(tick -> underWay.get() == 0)
                .then();
    }
}

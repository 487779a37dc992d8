package io.github.reactiveraft.examples.counter.http;

import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/** Gets the body out of the way: no request here needs one, but clients send some all the same. */
final class RequestBody {

    private RequestBody() {}

    /** Reads and drops the body; fails with a {@link RefusedRequest} as soon as it proves too large. */
    static Mono<Void> dropped(HttpServerRequest request, int limit) {
        return request.receive()
                .asByteArray()
                .scan(0, (length, part) -> length + part.length)
                .handle((length, sink) -> {
                    if (length > limit) {
                        sink.error(tooLarge(limit));
                    }
                })
                .then();
    }

    private static RefusedRequest tooLarge(int limit) {
        String message = "The body is larger than " + limit + " bytes: leave it out, nothing here needs one";
        return new RefusedRequest(WholeAnswer.problem(413, "too large", message).last());
    }
}

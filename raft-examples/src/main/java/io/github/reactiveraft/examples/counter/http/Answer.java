package io.github.reactiveraft.examples.counter.http;

import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** What a request is answered with. */
interface Answer {

    /** Sends status, headers and body; completes once they are handed to the socket. */
    Mono<Void> sendTo(HttpServerResponse response);
}

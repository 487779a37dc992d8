package io.github.reactiveraft.examples.counter.http;

import java.util.Map;
import java.util.TreeMap;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** An answer that is there as a whole, body and all. */
final class WholeAnswer implements Answer {

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    /** Takes the body over: it must not be changed any more. */
    WholeAnswer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    static WholeAnswer ok(Object body) {
        return json(200, body);
    }

    static WholeAnswer problem(int status, String error, String message) {
        return json(status, new Json.Problem(error, message));
    }

    static WholeAnswer json(int status, Object body) {
        Map<String, String> headers = Map.of("content-type", "application/json", "cache-control", "no-store");
        return new WholeAnswer(status, headers, Json.bytes(body));
    }

    WholeAnswer with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new WholeAnswer(status, more, body);
    }

    /** The same, and the connection is closed after it: what the client still sends would be in the way. */
    WholeAnswer last() {
        return with("connection", "close");
    }

    int status() {
        return status;
    }

    @Override
    public Mono<Void> sendTo(HttpServerResponse response) {
        response.status(status);
        headers.forEach(response::header);
        return response.sendByteArray(Mono.just(body)).then();
    }
}

package io.github.reactiveraft.examples.process;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * One node's HTTP door, seen by a client that says exactly what it knows. The JDK's client never sends a POST twice,
 * which all accounting hangs on.
 */
public final class Door {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    private final String base;

    /** The door at a port of the loopback interface; nothing is sent yet. */
    public Door(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /** What became of a request that changes something. */
    public sealed interface Sent {

        /** It was done. */
        record Done(String body) implements Sent {}

        /** Definitely not: refused, or nobody there to hear it. */
        record NotDone(String reason) implements Sent {}

        /** Nobody can say. */
        record Unknown(String reason) implements Sent {}
    }

    /** Sends a request that changes something, once; an answer that no door gives is an error. */
    public Mono<Sent> post(String target) {
        return send(request(target).POST(BodyPublishers.noBody()))
                .map(Door::sent)
                .onErrorResume(ConnectException.class, nobody -> Mono.just(new Sent.NotDone(nobody.toString())))
                .onErrorResume(HttpConnectTimeoutException.class, late -> Mono.just(new Sent.NotDone(late.toString())))
                .onErrorResume(IOException.class, broken -> Mono.just(new Sent.Unknown(broken.toString())));
    }

    private static Sent sent(HttpResponse<String> response) {
        return switch (response.statusCode()) {
            case 200 -> new Sent.Done(response.body());
            case 503 -> new Sent.NotDone(response.body());
            case 504 -> new Sent.Unknown(response.body());
            default -> throw new AssertionError(response.statusCode() + ": " + response.body());
        };
    }

    /** Asks for something; empty if there is nobody to tell, or who is there cannot. */
    public Mono<String> get(String target) {
        return send(request(target).GET())
                .filter(response -> response.statusCode() == 200)
                .map(HttpResponse::body)
                .onErrorComplete(IOException.class);
    }

    private Mono<HttpResponse<String>> send(HttpRequest.Builder request) {
        return Mono.fromFuture(() -> http.sendAsync(request.build(), BodyHandlers.ofString()));
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(base + target)).timeout(TIME_LIMIT);
    }
}

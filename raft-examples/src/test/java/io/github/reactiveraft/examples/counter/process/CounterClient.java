package io.github.reactiveraft.examples.counter.process;

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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Talks to one node's door and says exactly what it knows. The JDK's client never sends a POST twice, which the whole
 * accounting hangs on.
 */
final class CounterClient {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    private final String base;

    CounterClient(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /** What an add came to. */
    sealed interface Added {

        record Acknowledged(long value, long index) implements Added {}

        /** Definitely: refused, or nobody there to hear it. */
        record NotDone(String reason) implements Added {}

        record Unknown(String reason) implements Added {}
    }

    Mono<Added> add(long delta) {
        HttpRequest.Builder request = request("/counter/add?delta=" + delta).POST(BodyPublishers.noBody());
        return send(request)
                .map(CounterClient::added)
                .onErrorResume(ConnectException.class, nobody -> Mono.just(new Added.NotDone(nobody.toString())))
                .onErrorResume(HttpConnectTimeoutException.class, late -> Mono.just(new Added.NotDone(late.toString())))
                .onErrorResume(IOException.class, broken -> Mono.just(new Added.Unknown(broken.toString())));
    }

    private static Added added(HttpResponse<String> response) {
        return switch (response.statusCode()) {
            case 200 -> {
                JsonNode body = JSON.readTree(response.body());
                yield new Added.Acknowledged(
                        body.get("value").asLong(), body.get("index").asLong());
            }
            case 503 -> new Added.NotDone(response.body());
            case 504 -> new Added.Unknown(response.body());
            default -> throw new AssertionError(response.statusCode() + ": " + response.body());
        };
    }

    /** The value; empty if there is nobody, or no majority, to say it. */
    Mono<Long> value() {
        return get("/counter").map(body -> body.get("value").asLong());
    }

    /** The nodes as this one sees them; empty if it does not answer. */
    Mono<JsonNode> cluster() {
        return get("/cluster").map(body -> body.get("nodes"));
    }

    private Mono<JsonNode> get(String path) {
        return send(request(path).GET())
                .filter(response -> response.statusCode() == 200)
                .map(response -> JSON.readTree(response.body()))
                .onErrorComplete(IOException.class);
    }

    private Mono<HttpResponse<String>> send(HttpRequest.Builder request) {
        return Mono.fromFuture(() -> http.sendAsync(request.build(), BodyHandlers.ofString()));
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(base + target)).timeout(TIME_LIMIT);
    }
}

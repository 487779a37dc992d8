package io.github.reactiveraft.examples.counter.process;

import io.github.reactiveraft.examples.process.Door;
import io.github.reactiveraft.examples.process.Door.Sent;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to one node's door and says exactly what it knows. */
final class CounterClient {

    private static final JsonMapper JSON = new JsonMapper();

    private final Door door;

    CounterClient(int port) {
        this.door = new Door(port);
    }

    /** What an add came to. */
    sealed interface Added {

        record Acknowledged(long value, long index) implements Added {}

        /** Definitely: refused, or nobody there to hear it. */
        record NotDone(String reason) implements Added {}

        record Unknown(String reason) implements Added {}
    }

    Mono<Added> add(long delta) {
        return door.post("/counter/add?delta=" + delta).map(CounterClient::added);
    }

    private static Added added(Sent sent) {
        if (sent instanceof Sent.Done done) {
            JsonNode body = JSON.readTree(done.body());
            return new Added.Acknowledged(
                    body.get("value").asLong(), body.get("index").asLong());
        }
        if (sent instanceof Sent.NotDone notDone) {
            return new Added.NotDone(notDone.reason());
        }
        return new Added.Unknown(((Sent.Unknown) sent).reason());
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
        return door.get(path).map(JSON::readTree);
    }
}

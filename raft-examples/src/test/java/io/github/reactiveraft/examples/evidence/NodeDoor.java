package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP door of a node: enters ids, reads them, and says how the node is. Answers as the counter's door does. */
final class NodeDoor {

    private static final JsonMapper JSON = new JsonMapper();

    private final RaftNode<Long, Long, List<Entry>> node;
    private final LedgerMachine machine;

    NodeDoor(RaftNode<Long, Long, List<Entry>> node, LedgerMachine machine) {
        this.node = node;
        this.machine = machine;
    }

    Mono<? extends DisposableServer> open(int port) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .route(routes -> tellOf(
                        node,
                        machine::restoredBytes,
                        routes.post(
                                        "/enter/{id}",
                                        (request, response) -> answer(response, node.submit(number(request))))
                                .get(
                                        "/entries/{id}",
                                        (request, response) -> answer(response, node.read(number(request))))))
                .bind();
    }

    /** What the other commands ask of any node: how it is, and how much of its memory is in use. */
    static void tellOf(RaftNode<?, ?, ?> node, LongSupplier restoredBytes, HttpServerRoutes routes) {
        routes.get(
                        "/status",
                        (request, response) -> response.sendString(Mono.fromSupplier(
                                () -> JSON.writeValueAsString(NodeView.of(node, restoredBytes.getAsLong())))))
                .get(
                        "/memory",
                        (request, response) -> response.sendString(
                                Mono.fromSupplier(LiveMemory::bytes).map(String::valueOf)));
    }

    private static long number(HttpServerRequest request) {
        return Long.parseLong(Objects.requireNonNull(request.param("id"), "id"));
    }

    private static Publisher<Void> answer(HttpServerResponse response, Mono<List<Entry>> entries) {
        return entries.map(found -> new Answer(200, Entry.text(found)))
                .onErrorResume(RaftException.class, failure -> Mono.just(Answer.to(failure)))
                .flatMap(answer -> response.status(answer.status())
                        .sendString(Mono.just(answer.body()))
                        .then());
    }

    private record Answer(int status, String body) {

        static Answer to(RaftException failure) {
            int status = failure.isDefinitelyNotDone() ? 503 : 504;
            return new Answer(status, failure.getClass().getSimpleName() + ": " + failure.getMessage());
        }
    }
}

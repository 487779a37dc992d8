package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.ClientGateway;
import io.github.reactiveraft.api.spi.RequestHandler;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * What the transport finds behind this node's address.
 *
 * @param members for other members
 * @param departures told of members whose connection has ended
 * @param clients for clients in other processes
 */
record Doors(RequestHandler members, Consumer<Sender> departures, ClientGateway clients) implements RequestHandler {

    @Override
    public Mono<RaftResponse> handle(Sender from, RaftRequest request) {
        return members.handle(from, request);
    }

    @Override
    public void gone(Sender from) {
        departures.accept(from);
    }
}

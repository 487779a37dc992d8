package io.github.reactiveraft.api.spi;

import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.Sender;
import reactor.core.publisher.Mono;

/** A node's side of the transport: answers what arrives. */
@FunctionalInterface
public interface RequestHandler {

    /**
     * Answers a request that is known to be for this cluster, group and node. Called on any thread, never blocks; the
     * request's buffers belong to the node. Always answers with a value; the transport may cancel when the caller is
     * gone.
     */
    Mono<RaftResponse> handle(Sender from, RaftRequest request);

    /**
     * A connection has ended over which a member sent requests. If that member's process has ended, this comes long before
     * anybody would miss its heartbeats; but it is evidence only, the member may be connected anew already. Called on any
     * thread, never blocks.
     *
     * @param from as in the last request that was handled
     */
    default void gone(Sender from) {}

    /** The door for clients in other processes, for transports that serve some. */
    default ClientGateway clients() {
        return ClientGateway.NONE;
    }
}

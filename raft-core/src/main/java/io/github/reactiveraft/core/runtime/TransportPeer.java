package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.api.spi.RaftTransport;
import reactor.core.publisher.Mono;

/**
 * A peer that is looked up when it is needed, so that a node can be put together before its transport is started.
 *
 * @param transport where to look it up
 * @param id the peer's name
 */
record TransportPeer(RaftTransport transport, NodeId id) implements RaftPeer {

    @Override
    public String address() {
        return transport.peer(id).address();
    }

    @Override
    public Mono<PeerReply> call(RaftRequest request) {
        return Mono.defer(() -> transport.peer(id).call(request));
    }
}

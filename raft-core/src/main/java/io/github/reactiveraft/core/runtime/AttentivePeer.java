package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import java.util.function.BiConsumer;
import reactor.core.publisher.Mono;

/**
 * A peer whose answers, whatever was asked, are looked at for the one that ends this node: that its data is an older copy.
 *
 * @param peer the peer
 * @param onSuperseded hears of such an answer, on the transport's thread
 */
record AttentivePeer(RaftPeer peer, BiConsumer<PeerReply, Refused> onSuperseded) implements RaftPeer {

    @Override
    public NodeId id() {
        return peer.id();
    }

    @Override
    public String address() {
        return peer.address();
    }

    @Override
    public Mono<PeerReply> call(RaftRequest request) {
        return peer.call(request).doOnNext(this::look);
    }

    private void look(PeerReply reply) {
        if (reply.response() instanceof Refused refused && refused.reason() == Refused.Reason.SUPERSEDED) {
            onSuperseded.accept(reply, refused);
        }
    }
}

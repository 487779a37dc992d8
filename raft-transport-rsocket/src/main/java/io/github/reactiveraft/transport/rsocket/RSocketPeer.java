package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.util.ByteBufPayload;
import java.util.Set;
import reactor.core.publisher.Mono;

/** One member seen from another: requests go out over its link, answers are checked for who gave them. */
final class RSocketPeer implements RaftPeer {

    /** What a node says at its door to requests that are not for it. */
    private static final Set<Refused.Reason> AT_THE_DOOR = Set.of(
            Refused.Reason.VERSION,
            Refused.Reason.CLUSTER,
            Refused.Reason.GROUP,
            Refused.Reason.TARGET,
            Refused.Reason.MALFORMED);

    private final NodeId id;
    private final Endpoint endpoint;
    private final LocalNode local;
    private final byte[] header;
    private final PeerLink link;

    RSocketPeer(NodeId id, Endpoint endpoint, LocalNode local, PeerLink link) {
        this.id = id;
        this.endpoint = endpoint;
        this.local = local;
        this.header = RequestHeader.of(local, id).bytes();
        this.link = link;
    }

    @Override
    public NodeId id() {
        return id;
    }

    @Override
    public String address() {
        return endpoint.toString();
    }

    @Override
    public Mono<PeerReply> call(RaftRequest request) {
        return Mono.defer(() -> {
            String excess = RequestCodec.excess(request, local);
            return excess == null
                    ? link.connection().flatMap(open -> exchange(open, request))
                    : Mono.error(new PeerException("Not sent to " + this + ": " + excess, false, null));
        });
    }

    private Mono<PeerReply> exchange(PeerLink.Open open, RaftRequest request) {
        return Mono.defer(() -> send(open.socket(), request))
                .map(this::receive)
                .doOnNext(reply -> open.answered())
                .onErrorMap(error -> !(error instanceof PeerException), this::unanswered)
                .switchIfEmpty(Mono.error(() -> new PeerException(this + " sent an empty answer", true, null)));
    }

    /** RSocket sends a payload once and releases it however the call ends: each subscription needs its own. */
    private Mono<Payload> send(RSocket socket, RaftRequest request) {
        return socket.requestResponse(
                ByteBufPayload.create(RequestCodec.encode(ByteBufAllocator.DEFAULT, header, request)));
    }

    private PeerReply receive(Payload payload) {
        try {
            PeerReply reply = ResponseCodec.decode(new FrameReader(payload.sliceData()), local);
            boolean isAtTheDoor = reply.response() instanceof Refused refused && AT_THE_DOOR.contains(refused.reason());
            if (!reply.from().node().equals(id) && !isAtTheDoor) {
                throw new PeerException(
                        this + " was asked, but " + reply.from().node() + " answered: check the addresses of peers",
                        true,
                        null);
            }
            return reply;
        } finally {
            payload.release();
        }
    }

    private PeerException unanswered(Throwable error) {
        String what = error instanceof MalformedFrameException ? " sent an unreadable answer: " : " gave no answer: ";
        return new PeerException(this + what + error, true, error);
    }

    /** Makes no connection any more; calls that wait for one fail. */
    void close() {
        link.close();
    }

    @Override
    public String toString() {
        return id + " at " + endpoint;
    }
}

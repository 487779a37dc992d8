package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Forwarded;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotPiece;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.RequestHandler;
import io.github.reactiveraft.transport.rsocket.RaftFrames.Received;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.util.ByteBufPayload;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What one accepted connection asks of this node. A request is decoded, copied and released before anything else
 * happens, and an answer is encoded as the last step before RSocket takes it: no buffer waits in between.
 */
final class InboundRequests implements RSocket {

    private static final Logger LOG = LoggerFactory.getLogger(InboundRequests.class);

    private final LocalNode local;
    private final RequestHandler handler;
    private final RefusalLog refusals;
    private final String remoteAddress;
    /** Who was heard last; written on the connection's event loop. */
    private volatile @Nullable Sender caller;

    InboundRequests(LocalNode local, RequestHandler handler, RefusalLog refusals, String remoteAddress) {
        this.local = local;
        this.handler = handler;
        this.refusals = refusals;
        this.remoteAddress = remoteAddress;
    }

    /** The connection has ended. */
    void ended() {
        Sender known = caller;
        if (known != null) {
            handler.gone(known);
        }
    }

    @Override
    public Mono<Payload> requestResponse(Payload payload) {
        return answer(payload)
                .map(response ->
                        ByteBufPayload.create(ResponseCodec.encode(ByteBufAllocator.DEFAULT, local.self(), response)));
    }

    private Mono<RaftResponse> answer(Payload payload) {
        Received received = receive(payload);
        return received instanceof Received.Request request
                ? handle(request.from(), request.request())
                : refuse((Received.Refusal) received);
    }

    private Received receive(Payload payload) {
        try {
            return RequestCodec.receive(payload.sliceData(), local);
        } finally {
            payload.release();
        }
    }

    private Mono<RaftResponse> refuse(Received.Refusal refusal) {
        Sender from = refusal.from();
        refusals.log(refusal.refused(), from == null ? remoteAddress : from.node() + " at " + remoteAddress);
        return Mono.just(refusal.refused());
    }

    private Mono<RaftResponse> handle(Sender sender, RaftRequest request) {
        caller = sender;
        return Mono.defer(() -> handler.handle(sender, request))
                .map(response -> withinLimits(request, response))
                .onErrorResume(error -> Mono.just(unanswered(sender, request, error)))
                .switchIfEmpty(Mono.fromSupplier(
                        () -> unanswered(sender, request, new IllegalStateException("The handler gave no answer"))));
    }

    /** A node always answers; should it fail to, nobody may take that for a command that was not executed. */
    private RaftResponse unanswered(Sender sender, RaftRequest request, Throwable error) {
        LOG.error(
                "A request was not answered, please report: node={} from={} request={}",
                local.self().node(),
                sender.node(),
                request.getClass().getSimpleName(),
                error);
        String message = local.self().node() + " failed to answer: " + error;
        return request instanceof RaftRequest.Forward
                ? new Forwarded(Forwarded.Outcome.UNKNOWN, Bytes.empty(), message, null)
                : new Refused(Refused.Reason.NOT_RUNNING, message);
    }

    /**
     * A result that the asking side would not accept is replaced by what that means for its client. A piece of a snapshot
     * that is longer than was asked for, or than this node sends at a time, is a mistake of the handler.
     */
    private RaftResponse withinLimits(RaftRequest request, RaftResponse response) {
        if (response instanceof SnapshotPiece piece) {
            int asked = request instanceof RaftRequest.FetchSnapshot fetch ? fetch.maxBytes() : local.batchBytes();
            int atMost = Math.min(asked, local.batchBytes());
            if (piece.bytes().length() > atMost) {
                throw new IllegalStateException(
                        "The piece has " + piece.bytes().length() + " bytes, at most " + atMost + " are to be sent");
            }
        }
        if (!(response instanceof Forwarded forwarded) || forwarded.payload().length() <= local.entryBytes()) {
            return response;
        }
        String message = "The result takes " + forwarded.payload().length() + " bytes, at most " + local.entryBytes()
                + " can be sent: ask for less, or raise entryBytes on all members";
        boolean isQuery =
                request instanceof RaftRequest.Forward forward && forward.kind() == RaftRequest.Forward.Kind.READ;
        return new Forwarded(
                isQuery ? Forwarded.Outcome.REJECTED : Forwarded.Outcome.RESULT_LOST, Bytes.empty(), message, null);
    }
}

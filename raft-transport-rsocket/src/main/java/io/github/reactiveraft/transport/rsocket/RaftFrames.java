package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a frame is, for simulators and tools: the bytes that {@link RSocketRaftTransport} would send and receive for a
 * node, without a connection. The same codec does the work, so what passes here passes there, and what is refused here
 * is refused there.
 *
 * <p>Immutable and safe for any thread; nothing blocks. An array that is given is read before the method returns and
 * not kept, and no message that comes out refers to it; an array that is returned belongs to the caller. What is outside
 * of the frame, such as the limit of RSocket frames and connections, is not looked at.
 */
public final class RaftFrames {

    private final LocalNode local;
    private final ByteBufAllocator heap = new UnpooledByteBufAllocator(false);

    /** What arrived at a node. */
    public sealed interface Received {

        /**
         * A request that is for this node, undamaged and within its limits.
         *
         * @param from who asks
         * @param request what it asks
         */
        record Request(Sender from, RaftRequest request) implements Received {}

        /**
         * Anything else: it is answered with a refusal, and a node's handler never sees it.
         *
         * @param refused what to answer
         * @param from who asked, as far as the frame could be read; null if it could not
         */
        record Refusal(Refused refused, @Nullable Sender from) implements Received {}
    }

    private RaftFrames(LocalNode local) {
        this.local = local;
    }

    /**
     * The frames of one node: stamped with its names, held to its limits.
     *
     * @throws IllegalArgumentException if its names or limits do not fit into frames, as when a transport starts
     */
    public static RaftFrames of(LocalNode local) {
        Wire.check(local);
        return new RaftFrames(local);
    }

    /**
     * The whole frame of a request from this node.
     *
     * @param target whom it asks
     * @throws PeerException if the request is beyond this node's limits; it says that nothing was delivered
     */
    public byte[] encode(NodeId target, RaftRequest request) {
        String excess = RequestCodec.excess(request, local);
        if (excess != null) {
            throw new PeerException("Not sent to " + target + ": " + excess, false, null);
        }
        return bytes(RequestCodec.encode(heap, RequestHeader.of(local, target).bytes(), request));
    }

    /**
     * What this node makes of a frame that arrived as a request. Never throws, whatever the bytes are: a damaged frame,
     * one of another version, cluster or group, for another node, or beyond the limits is a {@link Received.Refusal}.
     */
    public Received decodeRequest(byte[] frame) {
        return RequestCodec.receive(Unpooled.wrappedBuffer(frame), local);
    }

    /**
     * The whole frame of an answer from this node. Limits are not looked at: a result that is larger than
     * {@code entryBytes}, or a piece of a snapshot that is larger than {@code batchBytes}, is unreadable for a receiver with
     * the same limits.
     */
    public byte[] encode(RaftResponse response) {
        return bytes(ResponseCodec.encode(heap, local.self(), response));
    }

    /**
     * What this node makes of a frame that arrived as an answer. Whether the one who gave it is the one who was asked is
     * the caller's to compare.
     *
     * @throws PeerException if the frame is damaged, or beyond the limits; it says that the request may have been
     *     delivered
     */
    public PeerReply decodeResponse(byte[] frame) {
        try {
            return ResponseCodec.decode(new FrameReader(Unpooled.wrappedBuffer(frame)), local);
        } catch (MalformedFrameException e) {
            throw new PeerException("Unreadable answer: " + Objects.requireNonNull(e.getMessage()), true, e);
        }
    }

    private static byte[] bytes(ByteBuf frame) {
        try {
            return ByteBufUtil.getBytes(frame);
        } finally {
            frame.release();
        }
    }
}

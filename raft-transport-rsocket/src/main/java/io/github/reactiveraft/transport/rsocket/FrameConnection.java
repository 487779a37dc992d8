package io.github.reactiveraft.transport.rsocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.rsocket.DuplexConnection;
import io.rsocket.RSocketErrorException;
import io.rsocket.frame.ErrorFrameCodec;
import java.net.SocketAddress;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;

/**
 * A TCP connection as RSocket sees it. What RSocket's own leaves open is bounded here: payloads that arrived in part, by
 * {@link Fragments}; frames that the other side does not take, by {@link Outbound}. An accepted connection reads no
 * further requests while many bytes of answers wait for a slow reader.
 */
final class FrameConnection implements DuplexConnection {

    /** RSocket counts the bytes of a frame with 24 bits. */
    static final int LONGEST_FRAME = 0xFF_FFFF;

    private static final int LENGTH_BYTES = 3;

    /** Payloads that may have arrived in part at the same time, if they are all of the largest kind. */
    private static final int UNFINISHED = 4;

    private static final long MANY_WAITING = 1024 * 1024;
    private static final long MOST_WAITING = 64 * MANY_WAITING;

    private final Connection connection;
    private final Channel channel;
    private final ByteBufAllocator buffers;
    private final Outbound outbound;
    private final Fragments fragments;
    private final boolean isAccepted;
    private boolean isPaused;
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private final Sinks.Many<Boolean> room = Sinks.many().multicast().directBestEffort();

    private FrameConnection(Connection connection, int payloadBytes, boolean isAccepted) {
        this.connection = connection;
        this.channel = connection.channel();
        this.buffers = new PiecesAllocator(channel.alloc());
        this.isAccepted = isAccepted;
        this.fragments = new Fragments((long) UNFINISHED * payloadBytes);
        long mostWaiting = MOST_WAITING + (long) UNFINISHED * payloadBytes;
        this.outbound = new Outbound(channel, isAccepted ? mostWaiting : Long.MAX_VALUE, this::waitingChanged);
        connection.addHandlerLast(
                new LengthFieldBasedFrameDecoder(frameBytes(payloadBytes), 0, LENGTH_BYTES, 0, LENGTH_BYTES));
        connection.addHandlerLast(new WritabilityHandler());
        channel.closeFuture().addListener(end -> {
            outbound.signal();
            closed.tryEmitEmpty();
        });
    }

    /** A connection that somebody else made, to ask this node. */
    static FrameConnection accepted(Connection connection, int payloadBytes) {
        return new FrameConnection(connection, payloadBytes, true);
    }

    /** A connection that was made from here, to ask somebody else. */
    static FrameConnection made(Connection connection, int payloadBytes) {
        return new FrameConnection(connection, payloadBytes, false);
    }

    /** The longest frame that is read, if payloads have at most so many bytes. */
    static int frameBytes(int payloadBytes) {
        return Math.min(payloadBytes, LONGEST_FRAME);
    }

    private final class WritabilityHandler extends ChannelInboundHandlerAdapter {

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (channel.isWritable()) {
                outbound.signal();
            }
            context.fireChannelWritabilityChanged();
        }
    }

    private void waitingChanged() {
        boolean hasRoom = hasRoom();
        if (isAccepted && isPaused == hasRoom) {
            isPaused = !hasRoom;
            channel.config().setAutoRead(hasRoom);
        }
        if (hasRoom) {
            room.tryEmitNext(true);
        }
    }

    /** Whether few bytes wait to be sent. */
    boolean hasRoom() {
        return outbound.waiting() < MANY_WAITING || !channel.isOpen();
    }

    /** Completes when few bytes wait to be sent, at once if that is so now; on any thread. */
    Mono<Void> room() {
        return Mono.defer(() -> hasRoom()
                ? Mono.empty()
                : Flux.merge(room.asFlux(), Mono.just(true))
                        .filter(changed -> hasRoom())
                        .next()
                        .then());
    }

    @Override
    public void sendFrame(int streamId, ByteBuf frame) {
        outbound.send(frame);
    }

    @Override
    public void sendErrorAndClose(RSocketErrorException error) {
        outbound.sendLast(ErrorFrameCodec.encode(alloc(), 0, error));
    }

    @Override
    public Flux<ByteBuf> receive() {
        return connection.inbound().receive().doOnNext(fragments::arrived).doOnError(error -> dispose());
    }

    @Override
    public ByteBufAllocator alloc() {
        return buffers;
    }

    @Override
    public SocketAddress remoteAddress() {
        return channel.remoteAddress();
    }

    @Override
    public Mono<Void> onClose() {
        return closed.asMono();
    }

    @Override
    public void dispose() {
        connection.dispose();
    }

    @Override
    public boolean isDisposed() {
        return !channel.isOpen();
    }
}

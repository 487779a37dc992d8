package io.github.reactiveraft.transport.rsocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.DuplexConnection;
import io.rsocket.RSocketErrorException;
import io.rsocket.frame.FrameHeaderCodec;
import io.rsocket.frame.FrameType;
import java.net.SocketAddress;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A connection that is closed when it breaks the rules: a frame that is too long, or a piece of a larger one. We never
 * send pieces, and RSocket would collect those of any number of requests in memory.
 */
final class UnfragmentedConnection implements DuplexConnection {

    private final DuplexConnection connection;

    UnfragmentedConnection(DuplexConnection connection) {
        this.connection = connection;
    }

    @Override
    public Flux<ByteBuf> receive() {
        return connection.receive().doOnNext(UnfragmentedConnection::check).doOnError(e -> connection.dispose());
    }

    private static void check(ByteBuf frame) {
        FrameType type = FrameHeaderCodec.frameType(frame);
        if (type.isFragmentable() && FrameHeaderCodec.hasFollows(frame)) {
            throw new MalformedFrameException("RSocket fragments are not accepted here");
        }
    }

    @Override
    public void sendFrame(int streamId, ByteBuf frame) {
        connection.sendFrame(streamId, frame);
    }

    @Override
    public void sendErrorAndClose(RSocketErrorException error) {
        connection.sendErrorAndClose(error);
    }

    @Override
    public ByteBufAllocator alloc() {
        return connection.alloc();
    }

    @Override
    public SocketAddress remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public Mono<Void> onClose() {
        return connection.onClose();
    }

    @Override
    public void dispose() {
        connection.dispose();
    }

    @Override
    public boolean isDisposed() {
        return connection.isDisposed();
    }

    @Override
    public double availability() {
        return connection.availability();
    }
}

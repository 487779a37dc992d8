package io.github.reactiveraft.transport.rsocket;

import io.netty.buffer.Unpooled;
import io.rsocket.Payload;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.server.CloseableChannel;
import io.rsocket.transport.netty.server.TcpServerTransport;
import io.rsocket.util.ByteBufPayload;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Speaks RSocket but not this protocol: gives the same bytes as the answer to everything. */
final class RawRSocketServer implements AutoCloseable {

    private final CloseableChannel channel;

    RawRSocketServer(byte[] answer) {
        Mono<CloseableChannel> bound = RSocketServer.create(
                        SocketAcceptor.forRequestResponse(request -> answer(request, answer)))
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .bind(TcpServerTransport.create("127.0.0.1", 0));
        this.channel = Objects.requireNonNull(bound.block(Peers.SOON));
    }

    private static Mono<Payload> answer(Payload request, byte[] answer) {
        request.release();
        return Mono.fromSupplier(() -> ByteBufPayload.create(Unpooled.wrappedBuffer(answer)));
    }

    String address() {
        return "127.0.0.1:" + channel.address().getPort();
    }

    @Override
    public void close() {
        channel.dispose();
        channel.onClose().block(Peers.SOON);
    }
}

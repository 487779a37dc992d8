package io.github.reactiveraft.transport.rsocket;

import io.netty.buffer.Unpooled;
import io.rsocket.Payload;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.ServerTransport.ConnectionAcceptor;
import io.rsocket.util.ByteBufPayload;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;

/** Speaks RSocket but not this protocol: gives the same bytes as the answer to everything. */
final class RawRSocketServer implements AutoCloseable {

    private static final int PAYLOAD_BYTES = 1024 * 1024;

    private final DisposableServer server;

    RawRSocketServer(byte[] answer) {
        ConnectionAcceptor acceptor = RSocketServer.create(
                        SocketAcceptor.forRequestResponse(request -> answer(request, answer)))
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .asConnectionAcceptor();
        this.server = TcpServer.create()
                .host("127.0.0.1")
                .port(0)
                .doOnConnection(connection -> accept(acceptor, connection))
                .bindNow(Peers.SOON);
    }

    private static void accept(ConnectionAcceptor acceptor, Connection connection) {
        acceptor.apply(FrameConnection.accepted(connection, PAYLOAD_BYTES))
                .then(Mono.<Void>never())
                .subscribe(connection.disposeSubscriber());
    }

    private static Mono<Payload> answer(Payload request, byte[] answer) {
        request.release();
        return Mono.fromSupplier(() -> ByteBufPayload.create(Unpooled.wrappedBuffer(answer)));
    }

    String address() {
        return "127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.disposeNow(Peers.SOON);
    }
}

package io.github.reactiveraft.transport.rsocket;

import io.rsocket.DuplexConnection;
import io.rsocket.transport.ClientTransport;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpClient;

/**
 * Makes connections.
 *
 * @param tcp to whom, and how
 * @param payloadBytes the longest payload that is expected there, with the frame around it
 */
record FrameClient(TcpClient tcp, int payloadBytes) implements ClientTransport {

    @Override
    public Mono<DuplexConnection> connect() {
        return tcp.connect().map(connection -> FrameConnection.made(connection, payloadBytes));
    }

    @Override
    public int maxFrameLength() {
        return FrameConnection.frameBytes(payloadBytes);
    }
}

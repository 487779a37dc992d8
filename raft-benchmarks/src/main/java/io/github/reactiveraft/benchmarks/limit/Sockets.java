package io.github.reactiveraft.benchmarks.limit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketConnector;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.transport.netty.server.TcpServerTransport;
import io.rsocket.util.ByteBufPayload;
import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;
import reactor.util.retry.Retry;

/** RSocket over its own TCP transport, everything of a process on one event loop. */
final class Sockets {

    private static final Duration AGAIN = Duration.ofMillis(50);

    private final LoopResources loops = LoopResources.create("limit", 1, true);
    private final EventLoop loop = loops.onClient(true).next();

    EventLoop loop() {
        return loop;
    }

    /** Listens; requests are answered on the loop, and belong to who answers. */
    void bind(String address, Function<ByteBuf, Mono<ByteBuf>> answer) {
        RSocket answering = new RSocket() {
            @Override
            public Mono<Payload> requestResponse(Payload payload) {
                return answer.apply(taken(payload)).map(ByteBufPayload::create);
            }
        };
        RSocketServer.create(SocketAcceptor.with(answering))
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .bindNow(TcpServerTransport.create(TcpServer.create()
                        .runOn(loops)
                        .host(host(address))
                        .port(port(address))
                        .childOption(ChannelOption.TCP_NODELAY, true)));
    }

    /** Connects, trying until somebody listens there. */
    Mono<RSocket> connect(String address) {
        return RSocketConnector.create()
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .connect(TcpClientTransport.create(TcpClient.newConnection()
                        .runOn(loops)
                        .host(host(address))
                        .port(port(address))
                        .option(ChannelOption.TCP_NODELAY, true)))
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, AGAIN));
    }

    static Mono<ByteBuf> ask(RSocket socket, ByteBuf request) {
        return socket.requestResponse(ByteBufPayload.create(request)).map(Sockets::taken);
    }

    /** The data alone. */
    private static ByteBuf taken(Payload payload) {
        ByteBuf data = payload.sliceData().retain();
        payload.release();
        return data;
    }

    static ByteBuf nothing() {
        return Unpooled.EMPTY_BUFFER;
    }

    private static String host(String address) {
        return address.substring(0, address.lastIndexOf(':'));
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}

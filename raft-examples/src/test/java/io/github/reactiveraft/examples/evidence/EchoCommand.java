package io.github.reactiveraft.examples.evidence;

import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.server.CloseableChannel;
import io.rsocket.transport.netty.server.TcpServerTransport;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;

@Command(name = "echo", hidden = true, description = "An RSocket server that gives back what it gets, to compare with.")
final class EchoCommand implements Callable<Integer> {

    @Option(names = "--port", required = true)
    private int port;

    @Override
    public Integer call() {
        CloseableChannel channel =
                Objects.requireNonNull(RSocketServer.create(SocketAcceptor.forRequestResponse(Mono::just))
                        .payloadDecoder(PayloadDecoder.ZERO_COPY)
                        .bind(TcpServerTransport.create("127.0.0.1", port))
                        .block());
        channel.onClose().block();
        return 0;
    }
}

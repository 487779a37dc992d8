package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.api.spi.RequestHandler;
import io.netty.channel.ChannelOption;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketConnector;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/** Everything that is open between one start and one stop: event loops, listener, connections, links. */
final class RunningTransport {

    /**
     * Raft's own timers notice a silent peer first; this only gets rid of connections that nobody would ever use again.
     * It is RSocket's own, and ticks on Reactor's parallel scheduler.
     */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private static final Duration KEEP_ALIVE_LIMIT = Duration.ofSeconds(30);
    private static final Duration FIRST_FRAME = Duration.ofSeconds(10);

    private final TransportSettings settings;
    private final LocalNode local;
    private final RequestHandler handler;
    private final RefusalLog refusals;
    private final int payloadBytes;
    private final Loops loops;
    private final Channels channels = new Channels();
    private final Map<NodeId, RSocketPeer> peers = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable DisposableServer> listener = new AtomicReference<>();
    private final Sinks.Empty<Void> stopping = Sinks.empty();
    private final Mono<Void> closed = Mono.defer(this::closeAll).cache();

    RunningTransport(TransportSettings settings, Loops loops, LocalNode local, RequestHandler handler) {
        this.settings = settings;
        this.local = local;
        this.handler = handler;
        this.refusals = new RefusalLog(local.self().node().value());
        this.payloadBytes = Wire.payloadBytes(local);
        this.loops = loops;
    }

    /** Listens; if that fails, closes everything and says why. */
    Mono<Void> open() {
        return Mono.defer(this::listen)
                .doOnNext(listener::set)
                .takeUntilOther(stopping.asMono())
                .switchIfEmpty(
                        Mono.error(() -> new RaftException.Closed(local.self().node())))
                .then()
                .onErrorResume(error -> close().then(Mono.error(() -> whyNot(error))));
    }

    private Mono<? extends DisposableServer> listen() {
        TcpServer tcp = settings.server()
                .apply(TcpServer.create()
                        .runOn(loops.resources())
                        .host(settings.listen().host())
                        .port(settings.listen().port())
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true))
                .doOnChannelInit((observer, channel, remote) -> channels.add(channel));
        return tcp.doOnConnection(connection -> accept(FrameConnection.accepted(connection, payloadBytes))
                        .then(Mono.<Void>never())
                        .subscribe(connection.disposeSubscriber()))
                .bind();
    }

    private Mono<Void> accept(FrameConnection connection) {
        InboundRequests members =
                new InboundRequests(local, handler, refusals, String.valueOf(connection.remoteAddress()));
        connection.onClose().subscribe(none -> {}, failure -> {}, members::ended);
        SocketAcceptor acceptor = (setup, sender) -> Mono.just(
                ClientRequest.SETUP_MIME.equals(setup.metadataMimeType())
                        ? new ClientRequests(local, handler.clients(), this::addressOf, connection)
                        : members);
        return RSocketServer.create(acceptor)
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .maxInboundPayloadSize(payloadBytes)
                .fragment(Wire.pieceBytes(local))
                .maxTimeToFirstFrame(FIRST_FRAME)
                .asConnectionAcceptor(FrameConnection.frameBytes(payloadBytes))
                .apply(connection);
    }

    /** Where a member is reached, this one included; empty if that is not known. */
    private String addressOf(NodeId id) {
        Endpoint endpoint = settings.peers().get(id);
        if (endpoint == null && id.equals(local.self().node())) {
            endpoint = listening();
        }
        return endpoint == null || endpoint.isWildcard() ? "" : endpoint.toString();
    }

    private RaftException whyNot(Throwable error) {
        if (error instanceof RaftException.Closed closed) {
            return closed;
        }
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return new RaftException.Fatal(
                "Cannot listen on " + settings.listen() + ": " + cause.getMessage()
                        + ". Free the port, or listen on another address",
                error);
    }

    RaftPeer peer(NodeId id) {
        return peers.computeIfAbsent(id, this::newPeer);
    }

    private RSocketPeer newPeer(NodeId id) {
        Endpoint endpoint = settings.peers().get(id);
        if (endpoint == null) {
            throw new IllegalArgumentException("No address is known for " + id + ", only for "
                    + settings.peers().keySet());
        }
        long seed = local.self().incarnation().drawn() * 31 + id.value().hashCode();
        RSocketPeer peer = new RSocketPeer(
                id,
                endpoint,
                local,
                new PeerLink(
                        id + " at " + endpoint,
                        connect(endpoint),
                        loops.first(),
                        settings.connectTimeout(),
                        settings.backoff(),
                        seed));
        return peer;
    }

    private Mono<RSocket> connect(Endpoint endpoint) {
        TcpClient tcp = settings.client()
                .apply(TcpClient.newConnection()
                        .runOn(loops.resources())
                        .resolver(spec -> spec.runOn(loops.resources()))
                        .remoteAddress(endpoint::unresolved)
                        .option(ChannelOption.TCP_NODELAY, true))
                .doOnChannelInit((observer, channel, remote) -> channels.add(channel));
        return RSocketConnector.create()
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .maxInboundPayloadSize(payloadBytes)
                .fragment(Wire.pieceBytes(local))
                .keepAlive(KEEP_ALIVE, KEEP_ALIVE_LIMIT)
                .connect(new FrameClient(tcp, payloadBytes));
    }

    /** Where it listens, with the port that was really taken as soon as that is known. */
    Endpoint listening() {
        DisposableServer channel = listener.get();
        return channel == null ? settings.listen() : settings.listen().withPort(channel.port());
    }

    /** Closes everything once; every subscriber sees the same end. */
    Mono<Void> close() {
        return closed;
    }

    private Mono<Void> closeAll() {
        stopping.tryEmitEmpty();
        Mono<Void> listening = Mono.defer(() -> {
            DisposableServer channel = listener.get();
            if (channel == null) {
                return Mono.empty();
            }
            channel.dispose();
            return channel.onDispose().onErrorComplete();
        });
        return listening
                .then(Mono.fromRunnable(() -> peers.values().forEach(RSocketPeer::close)))
                .then(channels.close())
                .then(loops.end())
                .onErrorComplete();
    }
}

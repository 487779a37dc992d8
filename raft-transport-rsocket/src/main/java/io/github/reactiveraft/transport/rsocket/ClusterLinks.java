package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.transport.rsocket.Whereabouts.News;
import io.netty.channel.ChannelOption;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.core.RSocketConnector;
import io.rsocket.frame.decoder.PayloadDecoder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.tcp.TcpClient;

/** A client's connections to the members of a cluster, and what they tell of who leads. */
final class ClusterLinks {

    /** A member that stands still is given up after {@link #SILENCE}: nothing else tells that it does not answer. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);

    private static final Duration SILENCE = Duration.ofSeconds(3);
    private static final int PIECE_BYTES = 256 * 1024;
    private static final int PAYLOAD_BYTES = RaftLimits.MOST_ENTRY_BYTES + 64 * 1024;

    private final ClientSettings settings;
    private final Loops loops = new Loops("raft-client", 1);
    private final Channels channels = new Channels();
    private final Map<Endpoint, PeerLink> links = new ConcurrentHashMap<>();
    private final Whereabouts whereabouts;
    private final Disposable listening;
    private volatile boolean isClosed;

    ClusterLinks(ClientSettings settings) {
        this.settings = settings;
        this.whereabouts = new Whereabouts(settings.seeds(), this::news, timers());
        this.listening = whereabouts.listen().subscribe();
    }

    /** Where everything of this client is timed. */
    Scheduler timers() {
        return loops.scheduler();
    }

    /** Whom to ask. */
    Whereabouts whereabouts() {
        return whereabouts;
    }

    /** A connection to a member. */
    Mono<PeerLink.Open> connection(Endpoint target) {
        return Mono.defer(() -> {
            PeerLink link = links.computeIfAbsent(target, this::newLink);
            if (isClosed) {
                link.close();
            }
            return link.connection();
        });
    }

    private Flux<News> news(Endpoint member) {
        return connection(member).flatMapMany(open -> open.socket()
                .requestStream(ClientRequest.of(ClientRequest.Operation.LEADERS).payload(settings.prefix()))
                .map(payload -> {
                    open.answered();
                    return news(payload);
                }));
    }

    /** Term, and name and address of its leader if there is one, with spaces in between. */
    private static News news(Payload payload) {
        String[] words;
        try {
            words = payload.getDataUtf8().split(" ", 3);
        } finally {
            payload.release();
        }
        LeaderChange change = new LeaderChange(
                Long.parseLong(words[0]), words.length < 2 ? Optional.empty() : Optional.of(NodeId.of(words[1])));
        return new News(change, words.length == 3 && !words[2].isEmpty() ? Endpoint.toReach(words[2]) : null);
    }

    private PeerLink newLink(Endpoint endpoint) {
        TcpClient tcp = settings.tcp()
                .apply(TcpClient.newConnection()
                        .runOn(loops.resources())
                        .resolver(spec -> spec.runOn(loops.resources()))
                        .remoteAddress(endpoint::unresolved)
                        .option(ChannelOption.TCP_NODELAY, true))
                .doOnChannelInit((observer, channel, remote) -> channels.add(channel));
        Mono<RSocket> connect = RSocketConnector.create()
                .metadataMimeType(ClientRequest.SETUP_MIME)
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .maxInboundPayloadSize(PAYLOAD_BYTES)
                .fragment(PIECE_BYTES)
                .keepAlive(KEEP_ALIVE, SILENCE)
                .connect(new FrameClient(tcp, PAYLOAD_BYTES));
        return new PeerLink(
                endpoint.toString(),
                connect,
                loops.first(),
                settings.connectTimeout(),
                settings.backoff(),
                endpoint.hashCode());
    }

    /** Closes every connection. */
    Mono<Void> close() {
        return Mono.defer(() -> {
            isClosed = true;
            listening.dispose();
            links.values().forEach(PeerLink::close);
            return channels.close().then(loops.end()).onErrorComplete();
        });
    }
}

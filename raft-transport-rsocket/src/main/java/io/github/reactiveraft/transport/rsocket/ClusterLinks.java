package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftLimits;
import io.netty.channel.ChannelOption;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.core.RSocketConnector;
import io.rsocket.frame.decoder.PayloadDecoder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.netty.tcp.TcpClient;

/**
 * A client's connections to the members of a cluster, and which of them to ask: the leader, as far as a member told, else one
 * after the other until somebody knows.
 */
final class ClusterLinks {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterLinks.class);

    /** A member that stands still is given up after {@link #SILENCE}: nothing else tells that it does not answer. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);

    private static final Duration SILENCE = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int PIECE_BYTES = 256 * 1024;
    private static final int PAYLOAD_BYTES = RaftLimits.MOST_ENTRY_BYTES + 64 * 1024;

    private final ClientSettings settings;
    private final Loops loops = new Loops("raft-client", 1);
    private final Channels channels = new Channels();
    private final Map<Endpoint, PeerLink> links = new ConcurrentHashMap<>();
    private final Sinks.Many<LeaderChange> leaders = Sinks.many().replay().latest();
    private final AtomicInteger turn = new AtomicInteger();
    private final Sinks.Many<Boolean> anew = Sinks.many().multicast().directBestEffort();
    private volatile @Nullable Endpoint leader;
    private volatile boolean isClosed;
    /** Of what was heard last; only while listening. */
    private volatile long term;

    private final Disposable following;

    ClusterLinks(ClientSettings settings) {
        this.settings = settings;
        this.following = follow().subscribe();
    }

    /** Where everything of this client is timed. */
    Scheduler timers() {
        return loops.scheduler();
    }

    /** Who leads, as far as a member told, at every change. */
    Flux<LeaderChange> leaders() {
        return leaders.asFlux().onBackpressureLatest();
    }

    /** Which member to ask now. */
    Endpoint target() {
        Endpoint known = leader;
        return known != null ? known : seed(turn.get());
    }

    private Endpoint seed(int number) {
        return settings.seeds().get(Math.floorMod(number, settings.seeds().size()));
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

    /**
     * A member was of no use: another one is asked next. However many requests find that out at the same time, it is passed
     * over once.
     */
    void passOver(Endpoint target) {
        int now = turn.get();
        if (target.equals(seed(now))) {
            turn.compareAndSet(now, now + 1);
        }
        if (target.equals(leader)) {
            leader = null;
            // Whoever is listened to says nothing more until there is another leader.
            anew.tryEmitNext(true);
        }
    }

    /** Listens to one member after the other for who leads, for as long as each of them knows somebody. */
    private Flux<LeaderChange> follow() {
        return Flux.defer(() -> {
                    Endpoint target = target();
                    return connection(target)
                            .flatMapMany(open -> heard(open, target))
                            .takeUntil(change -> change.leader().isEmpty())
                            // Later: RSocket is about to tell this stream, too, that its connection is gone.
                            .takeUntilOther(anew.asFlux().publishOn(timers()))
                            .onErrorResume(failure -> {
                                LOG.debug("No news of a leader: member={} cause={}", target, failure.toString());
                                return Flux.empty();
                            })
                            .doOnComplete(() -> passOver(target));
                })
                .repeatWhen(ends -> ends.delayElements(PAUSE, timers()));
    }

    private Flux<LeaderChange> heard(PeerLink.Open open, Endpoint target) {
        return Flux.defer(() -> open.socket()
                        .requestStream(ClientRequest.of(ClientRequest.Operation.LEADERS)
                                .payload(settings.prefix())))
                .map(payload -> {
                    open.answered();
                    return heard(payload, target);
                });
    }

    /** Term, and name and address of its leader if there is one, with spaces in between. */
    private LeaderChange heard(Payload payload, Endpoint target) {
        String[] words;
        try {
            words = payload.getDataUtf8().split(" ", 3);
        } finally {
            payload.release();
        }
        LeaderChange change = new LeaderChange(
                Long.parseLong(words[0]), words.length < 2 ? Optional.empty() : Optional.of(NodeId.of(words[1])));
        LOG.debug("Heard of a leader: {} member={}", change, target);
        if (change.term() >= term) {
            term = change.term();
            leader = words.length == 3 && !words[2].isEmpty() ? Endpoint.toReach(words[2]) : null;
            leaders.tryEmitNext(change);
        }
        return change;
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
            following.dispose();
            links.values().forEach(PeerLink::close);
            return channels.close().then(loops.end()).onErrorComplete();
        });
    }
}

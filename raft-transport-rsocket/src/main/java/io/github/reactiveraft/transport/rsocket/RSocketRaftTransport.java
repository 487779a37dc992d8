package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.api.spi.RaftTransport;
import io.github.reactiveraft.api.spi.RequestHandler;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/**
 * RSocket over TCP between the members of a cluster.
 *
 * <pre>{@code
 * RSocketRaftTransport.listening("10.0.0.1:7001").peer("n2", "10.0.0.2:7001").peer("n3", "10.0.0.3:7001")
 * }</pre>
 *
 * <p>Each method that sets something returns a new transport and leaves this one as it is; nothing is opened before
 * {@link #start} is subscribed. To each peer there is one connection, opened by the first call and shared by all. After
 * a failure the peer is left alone for a moment, in which calls to it fail at once. Requests larger than the limits of
 * the {@link LocalNode} fail before memory is taken for them, and connections that send larger frames are closed.
 *
 * <p>RSocket accepts any number of requests whether or not the peer keeps up: bounding what is in flight is the
 * caller's duty. A hostile network needs TLS with client certificates, set up through {@link #server} and
 * {@link #client}: without, whoever reaches the port can speak for any member.
 */
public final class RSocketRaftTransport implements RaftTransport {

    private final TransportSettings settings;
    private final AtomicReference<Phase> phase = new AtomicReference<>(new Phase(false, null, null));

    /** Started at most once, stopped for good; what is running stays known so that every stop can wait for its end. */
    private record Phase(
            boolean isStopped,
            @Nullable Loops loops,
            @Nullable RunningTransport running) {}

    private RSocketRaftTransport(TransportSettings settings) {
        this.settings = settings;
    }

    /**
     * A transport that listens on an address.
     *
     * @param address {@code host:port}, an IPv6 address in brackets; port 0 takes a free one, see {@link #address}
     * @throws IllegalArgumentException if it is no such address
     */
    public static RSocketRaftTransport listening(String address) {
        return new RSocketRaftTransport(TransportSettings.listening(Endpoint.toListenOn(address)));
    }

    /**
     * Adds where a member is reached. Names are resolved anew for each connection.
     *
     * @param id the member's name
     * @param address {@code host:port}, an IPv6 address in brackets
     * @throws IllegalArgumentException if one of them is not valid
     */
    public RSocketRaftTransport peer(String id, String address) {
        return peers(Map.of(NodeId.of(id), address));
    }

    /** Adds where members are reached, as {@link #peer}. May hold this node itself, so that all can share one map. */
    public RSocketRaftTransport peers(Map<NodeId, String> addresses) {
        Map<NodeId, Endpoint> endpoints = new TreeMap<>();
        addresses.forEach((id, address) -> endpoints.put(id, Endpoint.toReach(address)));
        return new RSocketRaftTransport(settings.withPeers(endpoints));
    }

    /** Changes how connections are accepted, TLS for example; runs after what this transport sets itself. */
    public RSocketRaftTransport server(UnaryOperator<TcpServer> customizer) {
        return new RSocketRaftTransport(settings.withServer(customizer));
    }

    /** Changes how connections are made, TLS for example; runs after what this transport sets itself. */
    public RSocketRaftTransport client(UnaryOperator<TcpClient> customizer) {
        return new RSocketRaftTransport(settings.withClient(customizer));
    }

    /** How many threads do input and output, 1 to 64, default 1; raise it when TLS keeps one busy. */
    public RSocketRaftTransport workers(int count) {
        return new RSocketRaftTransport(settings.withWorkerCount(count));
    }

    /** How long a connection may take to open, name lookup and TLS included, 10 ms to 60 s, default 1 s. */
    public RSocketRaftTransport connectTimeout(Duration timeout) {
        return new RSocketRaftTransport(settings.withConnectTimeout(timeout));
    }

    /**
     * How long a peer is left alone after it could not be reached: from the first wait, 1 ms or more, default 50 ms,
     * doubling up to the longest, at most 60 s, default 1 s; raise them where connection attempts are costly.
     */
    public RSocketRaftTransport reconnectBackoff(Duration first, Duration longest) {
        return new RSocketRaftTransport(settings.withBackoff(new Backoff(first, longest)));
    }

    /**
     * The thread that does input and output; none if there are several {@link #workers}.
     *
     * @throws IllegalStateException if this transport was started or stopped before
     */
    @Override
    public @Nullable Scheduler lane(NodeId self) {
        return settings.workerCount() == 1 ? loops(self).scheduler() : null;
    }

    private Loops loops(NodeId self) {
        Phase now = Objects.requireNonNull(phase.get());
        Loops known = now.loops;
        if (now.isStopped || now.running != null) {
            throw usedBefore();
        }
        if (known != null) {
            return known;
        }
        Loops made = new Loops("raft-rsocket-" + self, settings.workerCount());
        if (!phase.compareAndSet(now, new Phase(false, made, null))) {
            made.end().subscribe();
            throw usedBefore();
        }
        return made;
    }

    private static IllegalStateException usedBefore() {
        return new IllegalStateException("This transport was started or stopped before: make a new one for each start");
    }

    @Override
    public Mono<Void> start(LocalNode local, RequestHandler handler) {
        return Mono.defer(() -> {
            Wire.check(local);
            Loops loops = loops(local.self().node());
            RunningTransport running = new RunningTransport(settings, loops, local, handler);
            Phase before = Objects.requireNonNull(phase.get());
            if (before.isStopped
                    || before.running != null
                    || !phase.compareAndSet(before, new Phase(false, loops, running))) {
                return Mono.error(usedBefore());
            }
            return running.open();
        });
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException before start
     */
    @Override
    public RaftPeer peer(NodeId id) {
        return running().peer(id);
    }

    /** Where it listens; once {@link #start} has completed with the port that was really taken. */
    @Override
    public String address() {
        RunningTransport running = Objects.requireNonNull(phase.get()).running;
        return (running == null ? settings.listen() : running.listening()).toString();
    }

    private RunningTransport running() {
        RunningTransport running = Objects.requireNonNull(phase.get()).running;
        if (running == null) {
            throw new IllegalStateException("This transport was not started: subscribe to start first");
        }
        return running;
    }

    @Override
    public Mono<Void> stop() {
        return Mono.defer(() -> {
            Phase last = phase.updateAndGet(p -> new Phase(true, p.loops, p.running));
            if (last.running != null) {
                return last.running.close();
            }
            return last.loops == null ? Mono.empty() : last.loops.end();
        });
    }
}

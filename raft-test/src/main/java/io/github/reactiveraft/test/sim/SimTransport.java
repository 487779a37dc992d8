package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.ClientGateway;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.api.spi.RaftTransport;
import io.github.reactiveraft.api.spi.RequestHandler;
import io.github.reactiveraft.test.sim.FrameCodec.Incoming;
import io.github.reactiveraft.test.sim.NetworkModel.Carriage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A process' end of the simulated network. */
final class SimTransport implements RaftTransport {

    private final SimNetwork network;
    private final SimProcess process;
    private final NodeId node;
    private final SortedMap<NodeId, Peer> peers = new TreeMap<>();
    private final Set<SimCall> made = new LinkedHashSet<>();
    private final Set<Serving> served = new LinkedHashSet<>();
    private final Set<SimConnection> accepted = new LinkedHashSet<>();
    /** What clients wait for. */
    private final Set<ClientCall> asked = new LinkedHashSet<>();

    private final Set<ClientStream<?>> listening = new LinkedHashSet<>();

    private @Nullable LocalNode local;
    private @Nullable RequestHandler handler;
    private boolean isStopped;

    SimTransport(SimNetwork network, SimProcess process, NodeId node) {
        this.network = network;
        this.process = process;
        this.node = node;
        process.onKill(this::close);
    }

    @Override
    public Mono<Void> start(LocalNode localNode, RequestHandler requestHandler) {
        return Mono.create(sink -> network.after(network.link(node, node).latency(), node, node, () -> {
            if (!process.isAlive()) {
                return;
            }
            if (isStopped || !network.open(node, this)) {
                sink.error(new IllegalStateException(
                        isStopped
                                ? node + " was stopped: use a new transport"
                                : node + " runs already: stop it first"));
                return;
            }
            local = localNode;
            handler = requestHandler;
            sink.success();
        }));
    }

    @Override
    public String address() {
        return address(node);
    }

    @Override
    public RaftPeer peer(NodeId id) {
        if (!network.hasNode(id)) {
            throw new IllegalArgumentException("The network has no node " + id);
        }
        return peers.computeIfAbsent(id, Peer::new);
    }

    @Override
    public Mono<Void> stop() {
        return Mono.fromRunnable(this::close);
    }

    private static String address(NodeId node) {
        return "sim://" + node;
    }

    SimNetwork network() {
        return network;
    }

    NodeId node() {
        return node;
    }

    boolean isOpen() {
        return local != null && !isStopped;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Who speaks through this transport; only once it is started. */
    LocalNode local() {
        return Objects.requireNonNull(local, "not started");
    }

    /** Hands a request to the node, unless it is to be refused at the door. */
    Mono<RaftResponse> handle(Parcel<Incoming> parcel) {
        Incoming incoming = parcel.open(local());
        if (incoming instanceof Incoming.Accepted accepted) {
            return Objects.requireNonNull(handler, "not started").handle(accepted.from(), accepted.request());
        }
        return Mono.just(((Incoming.Rejected) incoming).refusal());
    }

    /** A connection has ended over which a node sent requests. */
    void gone(Sender from) {
        if (handler != null && isOpen()) {
            handler.gone(from);
        }
    }

    /** The node's door for clients in other processes. */
    ClientGateway clients() {
        return Objects.requireNonNull(handler, "not started").clients();
    }

    /** Breaks the connection to a node, if there is one. */
    void reset(NodeId id) {
        Peer peer = peers.get(id);
        if (peer != null && peer.connection != null) {
            peer.connection.reset();
        }
    }

    void onMade(SimCall call) {
        made.add(call);
    }

    void onEnded(SimCall call) {
        made.remove(call);
    }

    void onServed(Serving serving) {
        served.add(serving);
    }

    void onEnded(Serving serving) {
        served.remove(serving);
    }

    void onAccepted(SimConnection connection) {
        accepted.add(connection);
    }

    void onDropped(SimConnection connection) {
        accepted.remove(connection);
    }

    void onAsked(ClientCall call) {
        asked.add(call);
    }

    void onEnded(ClientCall call) {
        asked.remove(call);
    }

    void onListening(ClientStream<?> stream) {
        listening.add(stream);
    }

    void onEnded(ClientStream<?> stream) {
        listening.remove(stream);
    }

    /** Stopped or killed: who waits for an answer from here will get none, nor will anybody here. */
    private void close() {
        if (isStopped) {
            return;
        }
        isStopped = true;
        network.close(node, this);
        List.copyOf(served).forEach(Serving::onCalleeGone);
        List.copyOf(asked).forEach(ClientCall::onCalleeGone);
        List.copyOf(listening).forEach(ClientStream::onCalleeGone);
        List.copyOf(accepted).forEach(SimConnection::onCalleeGone);
        peers.values().forEach(Peer::close);
        List.copyOf(made).forEach(SimCall::onCallerGone);
    }

    private final class Peer implements RaftPeer {
        private final NodeId id;
        private @Nullable SimConnection connection;

        Peer(NodeId id) {
            this.id = id;
        }

        @Override
        public NodeId id() {
            return id;
        }

        @Override
        public String address() {
            return SimTransport.address(id);
        }

        @Override
        public Mono<PeerReply> call(RaftRequest request) {
            return Mono.create(sink -> {
                if (isOpen()) {
                    new SimCall(SimTransport.this, id, request, sink).start(route());
                } else {
                    sink.error(new PeerException(node + " is not started, or stopped", false, null));
                }
            });
        }

        private Route route() {
            return network.model().carriage() == Carriage.PACKETS ? network.packets() : connection();
        }

        /** The connection to the peer, a new one if there is none of any use. */
        private SimConnection connection() {
            SimConnection current = connection;
            if (current == null || current.isClosed()) {
                current = new SimConnection(network, local().self(), id);
                connection = current;
                current.open();
            }
            return current;
        }

        void close() {
            if (connection != null) {
                connection.onCallerGone();
            }
        }
    }
}

package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.api.spi.RaftTransport;
import io.github.reactiveraft.api.spi.RequestHandler;
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
    private final SortedMap<NodeId, RaftPeer> peers = new TreeMap<>();
    private final Set<SimCall> made = new LinkedHashSet<>();
    private final Set<SimCall> served = new LinkedHashSet<>();
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
        return Mono.create(sink -> network.after(network.latency(), node, node, () -> {
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

    /** Who speaks through this transport; only while it is open. */
    Sender self() {
        return Objects.requireNonNull(local, "not started").self();
    }

    /** Hands a request to the node, unless it is meant for another cluster. */
    Mono<RaftResponse> handle(SimTransport caller, RaftRequest request) {
        LocalNode here = Objects.requireNonNull(local, "not started");
        LocalNode there = Objects.requireNonNull(caller.local, "not started");
        if (!here.cluster().equals(there.cluster())) {
            return Mono.just(new Refused(Refused.Reason.CLUSTER, "This is cluster " + here.cluster()));
        }
        if (!here.group().equals(there.group())) {
            return Mono.just(new Refused(Refused.Reason.GROUP, "This is group " + here.group()));
        }
        return Objects.requireNonNull(handler, "not started").handle(there.self(), request);
    }

    void onMade(SimCall call) {
        made.add(call);
    }

    void onServed(SimCall call) {
        served.add(call);
    }

    void onEnded(SimCall call) {
        made.remove(call);
        served.remove(call);
    }

    /** Stopped or killed: who waits for an answer from here will get none, nor will anybody here. */
    private void close() {
        if (isStopped) {
            return;
        }
        isStopped = true;
        network.close(node, this);
        List.copyOf(served).forEach(SimCall::onCalleeGone);
        List.copyOf(made).forEach(SimCall::onCallerGone);
    }

    private final class Peer implements RaftPeer {
        private final NodeId id;

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
                    new SimCall(SimTransport.this, id, request, sink).start();
                } else {
                    sink.error(new PeerException(node + " is not started, or stopped", false, null));
                }
            });
        }
    }
}

package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.spi.RaftTransport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests and replies between nodes, each on its own: they may overtake each other. Every directed pair of nodes
 * has a link that can be cut; a message passes if the link is whole when it leaves and when it arrives. A reply arrives
 * only if who answered still runs.
 */
public final class SimNetwork {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SHORTEST_LATENCY = MILLI / 10;
    private static final double LOSS = 0.1;

    private final Simulation simulation;
    private final RandomGenerator random;
    private final Traffic traffic = new Traffic();
    private final SortedMap<NodeId, SortedMap<NodeId, Link>> links = new TreeMap<>();
    private final SortedMap<NodeId, SimTransport> doors = new TreeMap<>();
    private NetworkModel model = NetworkModel.reliable();
    private final List<NetworkObserver> observers = new ArrayList<>();

    private static final class Link {
        private final int lane;
        private boolean isWhole = true;

        Link(int lane) {
            this.lane = lane;
        }
    }

    /** Connects these nodes, every link whole. */
    public SimNetwork(Simulation simulation, Collection<NodeId> nodes) {
        this.simulation = simulation;
        this.random = simulation.random("network");
        for (NodeId from : nodes) {
            SortedMap<NodeId, Link> outgoing = new TreeMap<>();
            nodes.forEach(to -> outgoing.put(to, new Link(simulation.newLane())));
            links.put(from, outgoing);
        }
    }

    /** A transport for one run of a node's process; it dies with the process. */
    public RaftTransport transport(SimProcess process, NodeId node) {
        return new SimTransport(this, process, node);
    }

    /** How messages travel. */
    public NetworkModel model() {
        return model;
    }

    /** Makes messages travel in another way from now on. */
    public void model(NetworkModel newModel) {
        this.model = newModel;
    }

    /** Has one more look at everything that leaves a node. */
    public void observe(NetworkObserver observer) {
        observers.add(observer);
    }

    /** Mends or cuts the link from one node to another; the way back is another link. */
    public void link(NodeId from, NodeId to, boolean isWhole) {
        linkOf(from, to).isWhole = isWhole;
    }

    /** Whether the link from one node to another is whole. */
    public boolean isLinked(NodeId from, NodeId to) {
        return linkOf(from, to).isWhole;
    }

    /** What was carried so far. */
    public Traffic traffic() {
        return traffic;
    }

    Simulation simulation() {
        return simulation;
    }

    void onRequestLeaves(NodeId from, NodeId to, RaftRequest request) {
        observers.forEach(observer -> observer.onRequest(from, to, request));
    }

    void onReplyLeaves(NodeId from, NodeId to, RaftRequest request, RaftResponse response) {
        observers.forEach(observer -> observer.onReply(from, to, request, response));
    }

    boolean hasNode(NodeId node) {
        return links.containsKey(node);
    }

    /** Opens a node's door, unless another process of the node has one open. */
    boolean open(NodeId node, SimTransport door) {
        return doors.putIfAbsent(node, door) == null;
    }

    void close(NodeId node, SimTransport door) {
        doors.remove(node, door);
    }

    /** The open door of a node, or null if nobody listens there. */
    @Nullable
    SimTransport door(NodeId node) {
        return doors.get(node);
    }

    /** Does something on the way from one node to another, after a delay. */
    void after(long nanos, NodeId from, NodeId to, Runnable action) {
        simulation.schedule(linkOf(from, to).lane, simulation.nanos() + nanos, simulation.world(), action);
    }

    long latency() {
        return random.nextLong(SHORTEST_LATENCY, MILLI + 1);
    }

    long requestDelay() {
        return latency() + (model.isReliable() ? 0 : random.nextLong(26 * MILLI + 1));
    }

    long replyDelay() {
        if (!model.isLongReordering() || random.nextInt(3) == 0) {
            return latency();
        }
        return latency() + 200 * MILLI + random.nextLong(random.nextLong(1, 2001) * MILLI);
    }

    /** When a connection that carries nothing any more is found to be dead. */
    long lateFailure() {
        return random.nextLong(7_000 * MILLI);
    }

    /** When the end of the other process is noticed. */
    long resetDelay() {
        return random.nextLong(100 * MILLI);
    }

    boolean isLost() {
        return !model.isReliable() && random.nextDouble() < LOSS;
    }

    private Link linkOf(NodeId from, NodeId to) {
        SortedMap<NodeId, Link> outgoing = links.get(from);
        Link link = outgoing == null ? null : outgoing.get(to);
        if (link == null) {
            throw new IllegalArgumentException(
                    "No link from " + from + " to " + to + ": the network has " + links.keySet());
        }
        return link;
    }
}

package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.spi.RaftTransport;
import io.github.reactiveraft.test.sim.check.Fingerprint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests and replies between nodes, each on its own or over connections, as its {@link NetworkModel} says.
 * Every directed pair of nodes has a link that can be cut, and otherwise disturbed. A packet passes if the link is whole
 * when it leaves and when it arrives. A reply arrives only if who answered still runs. Belongs to the simulation's thread.
 */
public final class SimNetwork {

    private final Simulation simulation;
    private final NetworkChance chance;
    private final FaultLog faults;
    private final Framing framing;
    private final Packets packets;
    private final Traffic traffic = new Traffic();
    private final SortedMap<NodeId, SortedMap<NodeId, SimLink>> links = new TreeMap<>();
    private final SortedMap<NodeId, SimTransport> doors = new TreeMap<>();
    private final List<NetworkObserver> observers = new ArrayList<>();

    private record Passed(String arrow, NodeId from, NodeId to, Object message) {
        @Override
        public String toString() {
            return from + arrow + to + ' ' + message;
        }
    }

    /** Connects these nodes, every link whole. */
    public SimNetwork(Simulation simulation, Collection<NodeId> nodes) {
        this.simulation = simulation;
        this.chance = new NetworkChance(simulation.random("network"));
        this.faults = new FaultLog(simulation);
        this.framing = new Framing(chance, faults);
        this.packets = new Packets(this, chance, faults);
        for (NodeId from : nodes) {
            SortedMap<NodeId, SimLink> outgoing = new TreeMap<>();
            nodes.forEach(to -> outgoing.put(to, new SimLink(simulation, chance.random(), faults, from, to)));
            links.put(from, outgoing);
        }
    }

    /** A transport for one run of a node's process; it dies with the process. */
    public RaftTransport transport(SimProcess process, NodeId node) {
        return new SimTransport(this, process, node);
    }

    /** How messages travel. */
    public NetworkModel model() {
        return chance.model();
    }

    /** Makes messages travel in another way from now on. */
    public void model(NetworkModel newModel) {
        chance.model(newModel);
    }

    /** Makes messages travel as the bytes of a codec from now on; without one they travel as the objects they are. */
    public void codec(FrameCodec codec) {
        framing.codec(codec);
    }

    /** Has one more look at everything that leaves a node. */
    public void observe(NetworkObserver observer) {
        observers.add(observer);
    }

    /** Mends or cuts the link from one node to another; the way back is another link. */
    public void link(NodeId from, NodeId to, boolean isWhole) {
        link(from, to).mend(isWhole);
    }

    /** Whether messages can pass from one node to another: the link is whole, and no partition is in the way. */
    public boolean isLinked(NodeId from, NodeId to) {
        return link(from, to).isPassable();
    }

    /**
     * The link from one node to another, to be slowed down, clogged or narrowed.
     *
     * @throws IllegalArgumentException if there is none
     */
    public SimLink link(NodeId from, NodeId to) {
        SortedMap<NodeId, SimLink> outgoing = links.get(from);
        SimLink link = outgoing == null ? null : outgoing.get(to);
        if (link == null) {
            throw new IllegalArgumentException(
                    "No link from " + from + " to " + to + ": the network has " + links.keySet());
        }
        return link;
    }

    /** Ends slowness, clogs and limits of all links. */
    public void calm() {
        links.values().forEach(outgoing -> outgoing.values().forEach(SimLink::calm));
    }

    /**
     * Breaks the connection that a node has opened to another, if there is one: every call under way over it fails up to
     * 0.1 s later, whether it got through or not. The next call after that opens a new one.
     */
    public void reset(NodeId from, NodeId to) {
        SimTransport door = doors.get(from);
        if (door != null) {
            door.reset(to);
        }
    }

    /** What was carried so far. */
    public Traffic traffic() {
        return traffic;
    }

    /** What was done to this network so far; what is done elsewhere may be counted here as well. */
    public FaultCounts faultCounts() {
        return faults.counts();
    }

    Simulation simulation() {
        return simulation;
    }

    NetworkChance chance() {
        return chance;
    }

    FaultLog faults() {
        return faults;
    }

    Framing framing() {
        return framing;
    }

    Packets packets() {
        return packets;
    }

    void onRequestLeaves(NodeId from, NodeId to, RaftRequest request) {
        observers.forEach(observer -> observer.onRequest(from, to, request));
    }

    void onRequestArrives(NodeId from, NodeId to, RaftRequest request) {
        note(new Passed(" -> ", from, to, request), Wire.fingerprint(request));
        traffic.onRequestDelivered(from, to);
    }

    void onReplyLeaves(NodeId from, NodeId to, RaftRequest request, RaftResponse response) {
        observers.forEach(observer -> observer.onReply(from, to, request, response));
    }

    void onReplyArrives(NodeId from, NodeId to, RaftResponse response, int byteCount) {
        note(new Passed(" => ", from, to, response), Wire.fingerprint(response));
        traffic.onBytes(from, to, byteCount);
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

    /** Does something about a message from one node to another, after a delay. */
    void after(long nanos, NodeId from, NodeId to, Runnable action) {
        simulation.schedule(link(from, to).lane(), simulation.nanos() + nanos, simulation.world(), action);
    }

    private void note(Passed passed, long fingerprint) {
        long way = Fingerprint.combine(Fingerprint.of(passed.from.value()), Fingerprint.of(passed.to.value()));
        simulation.note(passed, Fingerprint.combine(way, fingerprint));
    }
}

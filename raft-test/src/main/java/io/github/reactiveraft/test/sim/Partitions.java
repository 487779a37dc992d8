package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiPredicate;
import reactor.core.Disposable;

/**
 * The shapes in which a network falls apart. Each replaces the one before; cables that are cut stay cut under all of them,
 * and a node that is started again is still where it was. Belongs to the simulation's thread.
 */
public final class Partitions {

    private final SimNetwork network;
    private final List<NodeId> nodes;
    private final int lane;

    private record Beat(Runnable shape, long shortest, long longest, long end, Scope scope) {}

    /** Partitions these nodes, in their order where a shape has neighbours or halves. */
    public Partitions(SimNetwork network, Collection<NodeId> nodes) {
        this.network = network;
        this.nodes = List.copyOf(nodes);
        this.lane = network.simulation().newLane();
    }

    /** No partition: all can talk to all. */
    public void heal() {
        allow((from, to) -> true);
    }

    /** One node can talk to nobody. */
    public void isolate(NodeId node) {
        allow((from, to) -> !from.equals(node) && !to.equals(node));
        onFault(Fault.PARTITION_ONE, node);
    }

    /** These nodes can talk among each other, and so can the rest. */
    public void split(Collection<NodeId> group) {
        allow((from, to) -> group.contains(from) == group.contains(to));
        onFault(Fault.PARTITION_SPLIT, group);
    }

    /** A split into two groups, any number of nodes on either side, drawn. */
    public void splitAnyhow() {
        split(drawn(nodes, network.chance().random().nextInt(1, nodes.size())));
    }

    /** A node, best the leader, is left with as many others as make no majority; which ones is drawn. */
    public void minority(NodeId node) {
        List<NodeId> others = new ArrayList<>(nodes);
        others.remove(node);
        List<NodeId> group = drawn(others, (nodes.size() - 1) / 2 - 1);
        group.add(node);
        split(group);
    }

    /** A node hears another, which does not hear it. */
    public void oneWay(NodeId hearing, NodeId deaf) {
        allow((from, to) -> !(from.equals(hearing) && to.equals(deaf)));
        onFault(Fault.PARTITION_ONE_WAY, hearing + " hears " + deaf);
    }

    /** A node can send and hears nobody. */
    public void deafen(NodeId node) {
        allow((from, to) -> !to.equals(node));
        onFault(Fault.PARTITION_ONE_WAY, node + " is deaf");
    }

    /** A node hears everybody and nobody hears it. */
    public void mute(NodeId node) {
        allow((from, to) -> !from.equals(node));
        onFault(Fault.PARTITION_ONE_WAY, node + " is mute");
    }

    /** The others in two halves, which have nothing in common but this node. */
    public void bridge(NodeId joint) {
        List<NodeId> others = new ArrayList<>(nodes);
        others.remove(joint);
        List<NodeId> half = List.copyOf(others.subList(0, others.size() / 2));
        allow((from, to) -> from.equals(joint) || to.equals(joint) || half.contains(from) == half.contains(to));
        onFault(Fault.PARTITION_BRIDGE, joint);
    }

    /** Every node can talk to the one before and the one after it, the last being before the first. */
    public void ring() {
        allow((from, to) -> {
            int distance = Math.floorMod(nodes.indexOf(from) - nodes.indexOf(to), nodes.size());
            return distance == 1 || distance == nodes.size() - 1;
        });
        onFault(Fault.PARTITION_RING, nodes);
    }

    /**
     * Makes a shape come and go, each for a drawn time, and heals it in the end.
     *
     * @param shape what brings it about: one of the methods here
     * @param shortest the least time between a change and the next
     * @param longest the most time between a change and the next
     * @param total how long this goes on
     * @return ends it when disposed, and leaves the partition as it is then
     */
    public Disposable flap(Runnable shape, Duration shortest, Duration longest, Duration total) {
        Simulation simulation = network.simulation();
        onFault(Fault.FLAP, total);
        Scope scope = new Scope(simulation.world());
        long end = simulation.nanos() + total.toNanos();
        cut(new Beat(shape, shortest.toNanos(), longest.toNanos(), end, scope));
        return scope;
    }

    private void cut(Beat beat) {
        beat.shape.run();
        long healing = Math.min(next(beat), beat.end);
        network.simulation().schedule(lane, healing, beat.scope, () -> mend(beat));
    }

    private void mend(Beat beat) {
        heal();
        long cutting = next(beat);
        if (cutting < beat.end) {
            network.simulation().schedule(lane, cutting, beat.scope, () -> cut(beat));
        }
    }

    private long next(Beat beat) {
        return network.simulation().nanos() + network.chance().random().nextLong(beat.shortest, beat.longest + 1);
    }

    private void allow(BiPredicate<NodeId, NodeId> isAllowed) {
        for (NodeId from : nodes) {
            for (NodeId to : nodes) {
                if (!from.equals(to)) {
                    network.link(from, to).wall(!isAllowed.test(from, to));
                }
            }
        }
    }

    private List<NodeId> drawn(List<NodeId> all, int count) {
        List<NodeId> rest = new ArrayList<>(all);
        List<NodeId> drawn = new ArrayList<>();
        while (drawn.size() < count) {
            drawn.add(rest.remove(network.chance().random().nextInt(rest.size())));
        }
        return drawn;
    }

    private void onFault(Fault fault, Object shape) {
        network.faults().onFault(fault, shape);
    }
}

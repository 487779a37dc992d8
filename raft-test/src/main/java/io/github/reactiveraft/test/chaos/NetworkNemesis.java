package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.Partitions;
import io.github.reactiveraft.test.sim.SimLink;
import io.github.reactiveraft.test.sim.SimNetwork;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** Strikes at links: at one of them, or at so many that the network falls apart. */
final class NetworkNemesis {

    private static final Duration SHORTEST_FLAP = Duration.ofMillis(50);
    private static final Duration LONGEST_FLAP = Duration.ofMillis(1_500);

    private final SimNetwork network;
    private final RandomGenerator random;
    private final Later later;
    private final Partitions partitions;
    /** The flapping under way: a second one ends the first. */
    private final Disposable.Swap flapping = Disposables.swap();

    NetworkNemesis(SimNetwork network, List<NodeId> nodes, RandomGenerator random, Later later) {
        this.network = network;
        this.random = random;
        this.later = later;
        this.partitions = new Partitions(network, nodes);
    }

    /** Strikes at a member, or between it and another. */
    void strike(Fault fault, NodeId node, NodeId other) {
        switch (fault) {
            case RESET -> network.reset(node, other);
            case SLOW_LINK -> slow(network.link(node, other));
            case CLOG -> clog(network.link(node, other));
            case NARROW_LINK -> narrow(network.link(node, other));
            case FLAP -> flap(random.nextBoolean() ? () -> partitions.isolate(node) : partitions::splitAnyhow);
            default -> partition(shape(fault, node, other));
        }
    }

    /** Mends every link. */
    void heal() {
        flapping.dispose();
        partitions.heal();
        network.calm();
    }

    private void slow(SimLink link) {
        link.slow(Duration.ofMillis(random.nextLong(5, 400)), Duration.ofMillis(random.nextLong(1, 200)));
        calmLater(link);
    }

    private void clog(SimLink link) {
        link.clog();
        calmLater(link);
    }

    private void narrow(SimLink link) {
        link.narrow(random.nextLong(2_000, 100_000));
        calmLater(link);
    }

    private void calmLater(SimLink link) {
        later.run(random.nextLong(200, 6_000), link::calm);
    }

    private void flap(Runnable shape) {
        flapping.update(
                partitions.flap(shape, SHORTEST_FLAP, LONGEST_FLAP, Duration.ofMillis(random.nextLong(3_000, 20_000))));
    }

    /** Takes the place of the partition before, if that has not healed yet. */
    private void partition(Runnable shape) {
        shape.run();
        later.run(random.nextLong(300, 8_000), partitions::heal);
    }

    private Runnable shape(Fault fault, NodeId node, NodeId other) {
        return switch (fault) {
            case PARTITION_ONE -> () -> partitions.isolate(node);
            case PARTITION_SPLIT -> random.nextBoolean() ? partitions::splitAnyhow : () -> partitions.minority(node);
            case PARTITION_ONE_WAY -> oneWay(node, other);
            case PARTITION_BRIDGE -> () -> partitions.bridge(node);
            case PARTITION_RING -> partitions::ring;
            default -> throw new IllegalStateException(fault + " does not happen to a network");
        };
    }

    private Runnable oneWay(NodeId node, NodeId other) {
        return switch (random.nextInt(3)) {
            case 0 -> () -> partitions.oneWay(node, other);
            case 1 -> () -> partitions.deafen(node);
            default -> () -> partitions.mute(node);
        };
    }
}

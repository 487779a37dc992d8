package io.github.reactiveraft.test;

import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.SimCluster;
import java.util.Arrays;
import java.util.List;

/** Which nodes can talk to each other: those on the same side. A node that is down keeps its side. */
final class Partitions {

    private final SimCluster<?, ?, ?> cluster;
    private final int[] sides;
    private int newest;

    Partitions(SimCluster<?, ?, ?> cluster) {
        this.cluster = cluster;
        this.sides = new int[cluster.size()];
    }

    /** Puts these on a side of their own. */
    void part(List<Integer> nodes) {
        newest++;
        nodes.forEach(node -> sides[node] = newest);
        cluster.faults()
                .onFault(Fault.PARTITION_SPLIT, nodes.stream().map(cluster::id).toList());
        apply();
    }

    /** Puts everybody on one side. */
    void heal() {
        Arrays.fill(sides, newest);
        apply();
    }

    boolean isTogether(int one, int other) {
        return sides[one] == sides[other];
    }

    private void apply() {
        for (int from = 0; from < sides.length; from++) {
            for (int to = 0; to < sides.length; to++) {
                cluster.network().link(cluster.id(from), cluster.id(to), isTogether(from, to));
            }
        }
    }
}

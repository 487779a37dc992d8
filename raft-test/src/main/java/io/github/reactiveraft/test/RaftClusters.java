package io.github.reactiveraft.test;

import io.github.reactiveraft.api.StateMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes the clusters of one test, on the test's seed, and looks after them: a parameter of a test method that runs under
 * {@link RaftClusterExtension}.
 */
public final class RaftClusters {

    private final long seed;
    private final String reproduction;
    private final List<RaftCluster<?, ?, ?>> made = new ArrayList<>();

    RaftClusters(long seed, String reproduction) {
        this.seed = seed;
        this.reproduction = reproduction;
    }

    /** What decides this run of the test; draw from it whatever else differs from run to run. */
    public long seed() {
        return seed;
    }

    /** As {@link RaftCluster#simulated(Supplier)}, with the test's seed. */
    public <C, Q, R> RaftCluster<C, Q, R> simulated(Supplier<? extends StateMachine<C, Q, R>> machines) {
        return simulated(machines, spec -> {});
    }

    /** As {@link RaftCluster#simulated(Supplier, Consumer)}, with the test's seed and the line that repeats the test. */
    public <C, Q, R> RaftCluster<C, Q, R> simulated(
            Supplier<? extends StateMachine<C, Q, R>> machines, Consumer<RaftClusterSpec> spec) {
        RaftCluster<C, Q, R> cluster = RaftCluster.simulated(machines, described -> {
            described.seed(seed).reproduction(reproduction);
            spec.accept(described);
        });
        made.add(cluster);
        return cluster;
    }

    /** Fails if the run of any cluster has failed. */
    void check() {
        made.forEach(RaftCluster::check);
    }

    /** What a failure that knows nothing of the simulation should say as well. */
    String hint() {
        return "Seed " + seed + "; to repeat: " + reproduction;
    }
}

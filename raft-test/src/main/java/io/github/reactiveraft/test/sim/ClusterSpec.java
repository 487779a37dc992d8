package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.core.storage.MemoryStorage;
import io.github.reactiveraft.core.storage.StorageSettings;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What {@link SimCluster#of} hands to its lambda; every method returns the same spec. */
public final class ClusterSpec {

    private static final int MAX_NODE_COUNT = 31;

    private int nodeCount = 3;
    private long seed;
    private String reproduction = "";
    private NetworkModel network = NetworkModel.reliable();
    private SnapshotPolicy snapshots = SnapshotPolicy.defaults();
    private Consumer<RaftSettings.Spec> settings = spec -> {};
    private Media media = (simulation, node) -> new MemoryMedium(new MemoryStorage());

    /** What makes the medium of each member. */
    interface Media {
        Medium of(Simulation simulation, String node);
    }

    ClusterSpec() {}

    /**
     * How many members there are, 1 to 31, default 3.
     *
     * @throws IllegalArgumentException if there are less or more
     */
    public ClusterSpec nodes(int count) {
        if (count < 1 || count > MAX_NODE_COUNT) {
            throw new IllegalArgumentException("A cluster takes 1 to 31 nodes, but there are " + count);
        }
        this.nodeCount = count;
        return this;
    }

    /** What decides the run, default 0. */
    public ClusterSpec seed(long number) {
        this.seed = number;
        return this;
    }

    /** A sentence that a failure ends with: how to repeat it, best the command line. */
    public ClusterSpec reproduction(String sentence) {
        this.reproduction = sentence;
        return this;
    }

    /** How messages travel at first, default {@link NetworkModel#reliable}. */
    public ClusterSpec network(NetworkModel model) {
        this.network = model;
        return this;
    }

    /**
     * What makes an empty storage for each member, default in memory. It is opened again at every start of the member, and
     * closed when the member crashes.
     */
    public ClusterSpec storage(Supplier<LogStorage> storages) {
        this.media = (simulation, node) -> new MemoryMedium(storages.get());
        return this;
    }

    /** Keeps each member's log in files of a simulated disk, through the production storage. */
    public ClusterSpec disks(StorageSettings storageSettings) {
        this.media = (simulation, node) -> new SimDisk(simulation, storageSettings, node);
        return this;
    }

    /** When each node takes a snapshot of its state, default {@link SnapshotPolicy#defaults}. */
    public ClusterSpec snapshots(SnapshotPolicy policy) {
        this.snapshots = policy;
        return this;
    }

    /** What differs from the defaults in every node's settings; names and members are set already. */
    public ClusterSpec settings(Consumer<RaftSettings.Spec> changes) {
        this.settings = changes;
        return this;
    }

    int nodeCount() {
        return nodeCount;
    }

    NetworkModel network() {
        return network;
    }

    Media media() {
        return media;
    }

    Simulation simulation() {
        return reproduction.isEmpty() ? Simulation.ofSeed(seed) : Simulation.ofSeed(seed, reproduction);
    }

    RaftSettings settingsOf(String node, String... members) {
        return RaftSettings.of(spec -> {
            spec.cluster("simulated").node(node).members(members).snapshots(snapshots);
            settings.accept(spec);
        });
    }
}

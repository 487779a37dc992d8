package io.github.reactiveraft.test;

import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.core.storage.StorageSettings;
import io.github.reactiveraft.test.sim.ClusterSpec;
import io.github.reactiveraft.test.sim.NetworkModel;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What {@link RaftCluster#simulated} hands to its lambda; every method returns the same spec. */
public final class RaftClusterSpec {

    private static final Duration SHORTEST_LIMIT = Duration.ofMillis(1);
    private static final Duration LONGEST_LIMIT = Duration.ofDays(1);
    private static final int SEGMENT_BYTES = 64 * 1024;
    private static final int DIGEST_ENTRY_COUNT = 20;

    private int nodeCount = 3;
    private long seed;
    private String reproduction = "";
    private Duration limit = Duration.ofSeconds(60);
    private NetworkModel network = NetworkModel.reliable();
    private @Nullable Supplier<LogStorage> storage;
    private StorageSettings disks = StorageSettings.defaults().withSegmentBytes(SEGMENT_BYTES);
    private SnapshotPolicy snapshots = SnapshotPolicy.defaults();
    private Consumer<RaftSettings.Spec> settings = spec -> {};

    RaftClusterSpec() {}

    /**
     * How many nodes there are, 1 to 31, default 3. They are called n1, n2 and so on.
     *
     * @throws IllegalArgumentException from {@link RaftCluster#simulated} if there are less or more
     */
    public RaftClusterSpec nodes(int count) {
        this.nodeCount = count;
        return this;
    }

    /** What decides the run, default 0; set already by {@link RaftClusters}. */
    public RaftClusterSpec seed(long number) {
        this.seed = number;
        return this;
    }

    /** The one line that a failure ends with: how to repeat the run; set already by {@link RaftClusters}. */
    public RaftClusterSpec reproduction(String line) {
        this.reproduction = line;
        return this;
    }

    /**
     * How much virtual time may pass before a subscriber gets what it asked for, 1 ms to 1 day, default 60 s. Longer for
     * tests that wait for longer than that, shorter to see an endless Flux fail sooner.
     *
     * @throws IllegalArgumentException if it is out of that range
     */
    public RaftClusterSpec limit(Duration virtualTime) {
        if (virtualTime.compareTo(SHORTEST_LIMIT) < 0 || virtualTime.compareTo(LONGEST_LIMIT) > 0) {
            throw new IllegalArgumentException("A limit takes 1 ms to 1 day, but is " + virtualTime);
        }
        this.limit = virtualTime;
        return this;
    }

    /** How messages travel at first, default {@link NetworkModel#reliable}. */
    public RaftClusterSpec network(NetworkModel model) {
        this.network = model;
        return this;
    }

    /**
     * Keeps each node's log in the production storage on a simulated disk, as it is without saying so, but in files of
     * another size than 64 KiB: of 4 KiB if a node shall need a new one after a few dozen commands.
     *
     * @throws IllegalArgumentException if it is less than 4 KiB or more than 1 GiB
     */
    public RaftClusterSpec disks(int segmentBytes) {
        this.disks = StorageSettings.defaults().withSegmentBytes(segmentBytes);
        this.storage = null;
        return this;
    }

    /**
     * What makes an empty storage for each node, in place of the production storage on a simulated disk. It outlives the
     * node's crashes as it is; there is nothing that could be full or lose its power.
     */
    public RaftClusterSpec storage(Supplier<LogStorage> storages) {
        this.storage = storages;
        return this;
    }

    /**
     * When each node takes a snapshot of its state and forgets the log behind it, default {@link SnapshotPolicy#defaults},
     * which a test does not reach: {@code new SnapshotPolicy(20, Long.MAX_VALUE, 5)} if it shall see snapshots.
     */
    public RaftClusterSpec snapshots(SnapshotPolicy policy) {
        this.snapshots = policy;
        return this;
    }

    /**
     * What differs from the defaults in every node's settings; names and members are set already, and digests are compared
     * every 20 entries, so that a replica that differs ends the run.
     */
    public RaftClusterSpec settings(Consumer<RaftSettings.Spec> changes) {
        this.settings = changes;
        return this;
    }

    Duration limit() {
        return limit;
    }

    String reproduction() {
        return reproduction.isEmpty() ? "spec -> spec.seed(" + seed + ")" : reproduction;
    }

    boolean hasDisks() {
        return storage == null;
    }

    void describe(ClusterSpec spec) {
        spec.nodes(nodeCount)
                .seed(seed)
                .reproduction(reproduction())
                .network(network)
                .disks(disks)
                .snapshots(snapshots)
                .settings(more -> settings.accept(more.digests(DIGEST_ENTRY_COUNT)));
        if (storage != null) {
            spec.storage(storage);
        }
    }
}

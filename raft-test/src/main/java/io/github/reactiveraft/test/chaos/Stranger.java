package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageIdentity;
import io.github.reactiveraft.test.sim.SimCluster;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** An operator's mistake: a node of another cluster with the same members that is started on a member's directory. */
final class Stranger {

    private static final int ENTRY_BYTES = 1_024 * 1_024;

    private Stranger() {}

    /** Why the directory would not have it; empty if it would. */
    static Optional<StorageException.Reason> refusal(SimCluster<?, ?, ?> cluster, int node) {
        SortedSet<NodeId> members = new TreeSet<>();
        IntStream.range(0, cluster.size()).forEach(each -> members.add(cluster.id(each)));
        Membership founders = new Membership(members);
        LogStorage storage = cluster.disk(node).storage();
        try {
            storage.open(new StorageIdentity("another", "main", cluster.id(node), founders, 1, ENTRY_BYTES));
            return Optional.empty();
        } catch (StorageException refused) {
            return Optional.of(refused.reason());
        } finally {
            storage.close();
        }
    }
}

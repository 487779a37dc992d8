package io.github.reactiveraft.test.lab;

import io.github.reactiveraft.api.SnapshotPolicy;
import java.util.List;
import java.util.function.Consumer;

/** The scenarios of the key-value lab: clients outside of the cluster, sessions, and a linearizability checker. */
final class KvScenario {

    /** The lab's limit for what a server persists; a node takes a snapshot whenever it has applied so much. */
    private static final SnapshotPolicy EVERY_KILOBYTE = new SnapshotPolicy(Long.MAX_VALUE, 1_000, 0);

    private static final boolean RELIABLE = true;
    private static final boolean UNRELIABLE = false;

    static final List<LabScenario> ALL = List.of(
            run("kvBasic", RELIABLE, KvLoad.of(1)),
            special("kvSpeed", 3, RELIABLE, KvSpecials::speed),
            run("kvConcurrent", RELIABLE, KvLoad.of(5)),
            run("kvUnreliable", UNRELIABLE, KvLoad.of(5)),
            special("kvUnreliableOneKey", 3, UNRELIABLE, KvSpecials::oneKey),
            special("kvOnePartition", 5, RELIABLE, KvSpecials::onePartition),
            run("kvManyPartitionsOneClient", RELIABLE, KvLoad.of(1).split()),
            run("kvManyPartitionsManyClients", RELIABLE, KvLoad.of(5).split()),
            run("kvPersistOneClient", RELIABLE, KvLoad.of(1).crashed()),
            run("kvPersistConcurrent", RELIABLE, KvLoad.of(5).crashed()),
            run("kvPersistUnreliable", UNRELIABLE, KvLoad.of(5).crashed()),
            run("kvPersistPartition", RELIABLE, KvLoad.of(5).crashed().split()),
            run(
                    "kvPersistPartitionUnreliable",
                    UNRELIABLE,
                    KvLoad.of(5).crashed().split()),
            linearizable("kvLinearizable", SnapshotPolicy.never()),
            snapshots("kvSnapshotRpc", 3, KvSpecials::snapshotRpc),
            snapshots("kvSnapshotSize", 3, KvSpecials::snapshotSize),
            snapshots("kvSnapshotSpeed", 3, KvSpecials::speed),
            snapshotRun("kvSnapshotRecover", RELIABLE, KvLoad.of(1).crashed()),
            snapshotRun("kvSnapshotRecoverManyClients", RELIABLE, KvLoad.of(20).crashed()),
            snapshotRun("kvSnapshotUnreliable", UNRELIABLE, KvLoad.of(5)),
            snapshotRun("kvSnapshotUnreliableRecover", UNRELIABLE, KvLoad.of(5).crashed()),
            snapshotRun(
                    "kvSnapshotUnreliablePartition",
                    UNRELIABLE,
                    KvLoad.of(5).crashed().split()),
            linearizable("kvSnapshotLinearizable", EVERY_KILOBYTE));

    private KvScenario() {}

    private static LabScenario run(String name, boolean isReliable, KvLoad load) {
        return special(name, 5, isReliable, lab -> new KvRun(lab, load, false).run());
    }

    private static LabScenario snapshotRun(String name, boolean isReliable, KvLoad load) {
        return new LabScenario(
                name, LabSetup.store(5, isReliable, EVERY_KILOBYTE), lab -> new KvRun(lab, load, true).run());
    }

    /** Everything at once: fifteen clients that share their keys, on seven nodes. */
    private static LabScenario linearizable(String name, SnapshotPolicy policy) {
        KvLoad load = KvLoad.of(15).crashed().split().shared();
        boolean hasSnapshots = policy.equals(EVERY_KILOBYTE);
        return new LabScenario(
                name, LabSetup.store(7, UNRELIABLE, policy), lab -> new KvRun(lab, load, hasSnapshots).run());
    }

    private static LabScenario special(String name, int size, boolean isReliable, Consumer<LabCluster> script) {
        return new LabScenario(name, LabSetup.store(size, isReliable, SnapshotPolicy.never()), script);
    }

    private static LabScenario snapshots(String name, int size, Consumer<LabCluster> script) {
        return new LabScenario(name, LabSetup.store(size, RELIABLE, EVERY_KILOBYTE), script);
    }
}

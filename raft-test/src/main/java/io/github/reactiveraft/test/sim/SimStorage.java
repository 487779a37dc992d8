package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.StrandedRun;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.SnapshotStorage;
import io.github.reactiveraft.api.spi.StorageIdentity;
import java.util.ArrayList;
import java.util.List;

/**
 * A node's storage, watched: what is being written, and when it is durable, is told to the checks, and what is read back
 * at a start is compared with that. A call takes effect at the end of the time that the io lane charges for it; if the
 * process dies before, the medium says whether some of it is carried out all the same.
 */
final class SimStorage implements LogStorage {

    private static final int READ_BYTES = 64 * 1024;

    private final LogStorage storage;
    private final NodeId node;
    private final ClusterWatch watch;

    SimStorage(LogStorage storage, NodeId node, ClusterWatch watch) {
        this.storage = storage;
        this.node = node;
        this.watch = watch;
    }

    @Override
    public Recovered open(StorageIdentity identity) {
        Recovered recovered = storage.open(identity);
        watch.onRecovered(node, recovered, entries(recovered));
        return recovered;
    }

    /** What is left of a log that is damaged: perhaps an older one, of which nobody keeps a record. */
    private EntryBatch entries(Recovered recovered) {
        List<EntryBatch> parts = new ArrayList<>();
        if (recovered.isDoubtful()) {
            for (long next = recovered.base().index() + 1; next <= recovered.lastIndex(); ) {
                EntryBatch part = storage.read(next, READ_BYTES);
                parts.add(part);
                next = part.lastIndex() + 1;
            }
        }
        return EntryBatch.join(parts);
    }

    @Override
    public void write(List<LogWrite> writes) {
        watch.onWriting(node, writes);
        storage.write(writes);
        watch.onWritten(node, writes);
    }

    @Override
    public void prepareAhead() {
        storage.prepareAhead();
    }

    @Override
    public EntryBatch read(long fromIndex, int maxBytes) {
        return storage.read(fromIndex, maxBytes);
    }

    @Override
    public EntryBatch readStranded(StrandedRun run, long fromIndex, int maxBytes) {
        return storage.readStranded(run, fromIndex, maxBytes);
    }

    @Override
    public void supersede() {
        storage.supersede();
    }

    @Override
    public void settled() {
        watch.onSettled(node);
        storage.settled();
    }

    @Override
    public SnapshotStorage snapshots() {
        return storage.snapshots();
    }

    @Override
    public void close() {
        storage.close();
    }
}

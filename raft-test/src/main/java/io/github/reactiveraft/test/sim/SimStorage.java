package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageIdentity;
import java.util.List;

/**
 * A node's storage, watched: what was written is told to the checks when it is durable, and what is read back at a start
 * is compared with that.
 *
 * <p>It adds no faults. A call takes effect whole, at the end of the time that the io lane charges for it, so a crash
 * before that loses the whole call and a crash after that nothing: no torn, partial, reordered or rotten writes, and no
 * write that outlives the process which waited for it. Those need a fault disk below a real storage.
 */
final class SimStorage implements LogStorage {

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
        watch.onRecovered(node, recovered);
        return recovered;
    }

    @Override
    public void write(List<LogWrite> writes) {
        storage.write(writes);
        writes.forEach(write -> watch.onDurable(node, write));
    }

    @Override
    public EntryBatch read(long fromIndex, int maxBytes) {
        return storage.read(fromIndex, maxBytes);
    }

    @Override
    public void close() {
        storage.close();
    }
}

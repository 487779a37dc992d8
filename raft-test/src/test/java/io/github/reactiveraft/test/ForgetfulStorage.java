package io.github.reactiveraft.test;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.SnapshotStorage;
import io.github.reactiveraft.api.spi.StorageIdentity;
import io.github.reactiveraft.core.storage.MemoryStorage;
import java.util.List;

/** Empty at every start, which Raft does not allow. */
final class ForgetfulStorage implements LogStorage {

    private MemoryStorage storage = new MemoryStorage();

    @Override
    public Recovered open(StorageIdentity identity) {
        storage = new MemoryStorage();
        return storage.open(identity);
    }

    @Override
    public void write(List<LogWrite> writes) {
        storage.write(writes);
    }

    @Override
    public EntryBatch read(long fromIndex, int maxBytes) {
        return storage.read(fromIndex, maxBytes);
    }

    @Override
    public void supersede() {
        storage.supersede();
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

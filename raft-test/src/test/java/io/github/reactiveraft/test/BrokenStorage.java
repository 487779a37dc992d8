package io.github.reactiveraft.test;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.SnapshotStorage;
import io.github.reactiveraft.api.spi.StorageIdentity;
import io.github.reactiveraft.core.storage.MemoryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes nothing. */
final class BrokenStorage implements LogStorage {

    private final MemoryStorage storage = new MemoryStorage();

    @Override
    public Recovered open(StorageIdentity identity) {
        return storage.open(identity);
    }

    @Override
    public void write(List<LogWrite> writes) {
        throw new UncheckedIOException(new IOException("No such device"));
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

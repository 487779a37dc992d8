package io.github.reactiveraft.test.contract;

import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.core.storage.MemoryStorage;

class MemoryStorageTest implements LogStorageContract, SnapshotStorageContract {

    private final MemoryStorage storage = new MemoryStorage();

    @Override
    public LogStorage storage() {
        return storage;
    }
}

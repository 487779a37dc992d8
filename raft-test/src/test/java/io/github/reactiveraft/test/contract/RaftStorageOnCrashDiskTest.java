package io.github.reactiveraft.test.contract;

import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.core.storage.RaftStorage;
import io.github.reactiveraft.core.storage.StorageSettings;
import io.github.reactiveraft.test.disk.CrashDisk;

/** The same on the disk that later tests tear: as long as it has power, it behaves like any other. */
class RaftStorageOnCrashDiskTest implements LogStorageContract, SnapshotStorageContract {

    private final CrashDisk disk = new CrashDisk();

    @Override
    public LogStorage storage() {
        return RaftStorage.on(disk).with(new StorageSettings(4096)).log();
    }
}

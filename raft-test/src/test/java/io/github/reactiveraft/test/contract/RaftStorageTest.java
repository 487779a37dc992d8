package io.github.reactiveraft.test.contract;

import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.core.storage.RaftStorage;
import io.github.reactiveraft.core.storage.StorageSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The file storage on the real file system, in files small enough that every test needs several. */
class RaftStorageTest implements LogStorageContract, SnapshotStorageContract {

    @TempDir
    Path directory;

    @Override
    public LogStorage storage() {
        return RaftStorage.in(directory.resolve("new/data"))
                .with(new StorageSettings(4096))
                .log();
    }
}

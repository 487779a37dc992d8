package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.core.storage.RaftStorage;
import io.github.reactiveraft.core.storage.StorageSettings;
import io.github.reactiveraft.test.contract.LogStorageContract;
import io.github.reactiveraft.test.contract.SnapshotStorageContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** As long as it has power, the disk behaves like any other. */
class RaftStorageOnVolatileDiskTest implements LogStorageContract, SnapshotStorageContract {

    @TempDir
    private Path directory = Path.of("given by JUnit");

    private RaftStorage storage = RaftStorage.in(directory);

    @BeforeEach
    void powerUp() throws IOException {
        storage = RaftStorage.on(VolatileDisk.in(directory.resolve("data"), directory, ""))
                .with(new StorageSettings(4096));
    }

    @Override
    public LogStorage storage() {
        return storage.log();
    }
}

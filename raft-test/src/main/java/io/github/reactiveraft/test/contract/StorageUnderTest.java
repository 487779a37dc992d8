package io.github.reactiveraft.test.contract;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.StorageIdentity;

/** Makes the subjects of the storage contracts. */
interface StorageUnderTest {

    /** A storage on the same data at every call of one test, on fresh data in every test; not open. */
    LogStorage storage();

    /** Whose data the tests create. */
    default StorageIdentity identity() {
        return new StorageIdentity(
                "counter",
                "main",
                NodeId.of("n1"),
                LogStorageContract.voters("n1", "n2", "n3"),
                0xC0FFEE,
                LogStorageContract.ENTRY_BYTES);
    }
}

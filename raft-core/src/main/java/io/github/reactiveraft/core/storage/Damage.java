package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.IOException;

/** The storage's refusals, worded in one place: what, where, and what an operator can do. */
final class Damage {

    private Damage() {}

    static StorageException corrupt(String path, long offset, String what) {
        return new StorageException(
                Reason.CORRUPT,
                path + " is damaged at byte " + offset + ": " + what
                        + ". Nothing was changed. Restore the directory from"
                        + " a copy made after this node stopped, or replace the member by one with a new name; an older"
                        + " copy or an empty directory under the same name would forget votes and entries",
                null);
    }

    static StorageException version(String path, int version) {
        return new StorageException(
                Reason.VERSION,
                path + " has format version " + Integer.toUnsignedString(version) + ", this release knows "
                        + Block.VERSION + " only. Start the release that wrote it, or a newer one",
                null);
    }

    static StorageException identity(String what) {
        return new StorageException(Reason.IDENTITY, what, null);
    }

    static StorageException inUse(String directory) {
        return new StorageException(
                Reason.IN_USE,
                directory + " is in use by another node or process. Stop that one, or give this node its own directory",
                null);
    }

    static StorageException io(String directory, String what, IOException cause) {
        return new StorageException(
                Reason.IO,
                what + " " + directory + " failed: " + cause
                        + ". Check free space, permissions and the device, then start" + " the node again",
                cause);
    }
}

package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.StorageException;
import java.io.IOException;
import java.nio.file.Path;

/** A process of its own that opens a directory, says on standard output how that went, and holds it until told to go. */
final class LockHolder {

    private LockHolder() {}

    public static void main(String[] args) throws IOException {
        LogStorage storage = RaftStorage.in(Path.of(args[0])).log();
        try {
            storage.open(GoldenFiles.IDENTITY);
            System.out.println("OPENED");
        } catch (StorageException e) {
            System.out.println(e.reason());
        }
        System.out.flush();
        // Until a byte comes or the parent is gone.
        int ignored = System.in.read();
        storage.close();
        System.exit(ignored < 0 ? 1 : 0);
    }
}

package io.github.reactiveraft.core.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link Disk}, which says what survives a power cut. One thread at a time. */
public interface DiskFile extends Closeable {

    /**
     * Reads until the target is full or the file ends.
     *
     * @return how many bytes were read, 0 at the end
     */
    int read(long position, ByteBuffer target) throws IOException;

    /** Writes all that remains in the source; the file grows as needed, gaps read as zeros. */
    void write(long position, ByteBuffer source) throws IOException;

    /** How long the file is. */
    long size() throws IOException;

    /** Cuts the file to a length; does nothing if it is not longer. */
    void truncate(long size) throws IOException;

    /** Makes bytes and length durable. If it fails, a second try proves nothing: what it was to save may be gone. */
    void force() throws IOException;
}

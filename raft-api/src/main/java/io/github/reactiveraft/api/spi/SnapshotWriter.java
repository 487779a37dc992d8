package io.github.reactiveraft.api.spi;

import java.nio.ByteBuffer;

/** A snapshot of this node's own state while it is staged; see {@link SnapshotStorage} for threads and failures. */
public interface SnapshotWriter {

    /** Adds a chunk of the state, of any length: all that remains in the buffer. */
    void write(ByteBuffer chunk);

    /** Ends it and makes it durable: it can be adopted now. */
    void finish();

    /** Discards it, finished or not, unless it was adopted. Idempotent; never fails. */
    void discard();
}

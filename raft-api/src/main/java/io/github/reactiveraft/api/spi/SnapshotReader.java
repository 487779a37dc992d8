package io.github.reactiveraft.api.spi;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.SnapshotMeta;

/**
 * An open snapshot: readable until it is closed, even if newer ones come into force; see {@link SnapshotStorage} for
 * threads and failures.
 */
public interface SnapshotReader {

    /** What it stands for. */
    SnapshotMeta meta();

    /** The length of its image. */
    long byteCount();

    /**
     * A piece of its image as it is stored; not checked, for whoever receives it does that.
     *
     * @param offset 0 to the image's length
     * @param maxBytes the most bytes to return, from 1
     * @return up to {@code maxBytes} bytes, none only at the end
     */
    Bytes image(long offset, int maxBytes);

    /**
     * The next chunk of the state, checked; of any length up to 64 KiB, not the lengths it was written in. Empty at the end,
     * once all of the snapshot has proved to be as it was written.
     *
     * @throws StorageException {@link StorageException.Reason#CORRUPT} if it is not
     */
    Bytes next();

    /** Lets go of it. Idempotent; never fails. */
    void close();
}

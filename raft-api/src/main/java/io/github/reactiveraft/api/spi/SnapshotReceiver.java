package io.github.reactiveraft.api.spi;

import io.github.reactiveraft.api.model.Bytes;

/** An image of another member while it is staged; see {@link SnapshotStorage} for threads and failures. */
public interface SnapshotReceiver {

    /** How much of the image is here: where the next piece starts, 0 to its length. */
    long offset();

    /**
     * Adds the next piece. It is checked before it is kept.
     *
     * @throws IllegalArgumentException if the image would become longer than was announced
     * @throws StorageException {@link StorageException.Reason#CORRUPT} if these bytes cannot be what was announced; the
     *     image is discarded then, and the next {@link SnapshotStorage#receive} begins anew
     */
    void write(Bytes piece);

    /**
     * Makes the complete image durable: it can be adopted now.
     *
     * @throws StorageException {@link StorageException.Reason#CORRUPT} if it is not complete or not the one that was
     *     announced; discarded as above
     */
    void finish();
}

package io.github.reactiveraft.api.spi;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.SnapshotMeta;
import java.util.Optional;

/**
 * The snapshots of one consensus group on one node (§7), beside its log: usable while the {@link LogStorage} that it
 * belongs to is open, under the same rules for threads and failures; but what fails while a snapshot is staged or read
 * costs only that one, whose file is deleted if it was staged, and the log goes on.
 *
 * <p>A snapshot is staged first, where nobody sees it: written from the state machine's chunks, or received from another
 * member. A {@link LogWrite} with its {@link io.github.reactiveraft.api.model.SnapshotAdoption} then brings it into force, in
 * the order of the log's writes. What was staged and not adopted is gone after a restart. The newest two in force are
 * kept, older ones as long as a reader has them open.
 *
 * <p>An <em>image</em> is a snapshot as it is stored: bytes that say what they stand for, carry their own checksums and are
 * the same for every member of the cluster that receives them.
 */
public interface SnapshotStorage {

    /** Begins to stage a snapshot of this node's own state; an earlier one that was begun and not adopted is discarded. */
    SnapshotWriter create(SnapshotMeta meta);

    /**
     * Begins to stage an image of another member, or goes on with it if it is the one that was staged last: same
     * snapshot, same length. Any other one is discarded.
     *
     * @param byteCount the length of the image, from 1
     */
    SnapshotReceiver receive(SnapshotMeta meta, long byteCount);

    /** Opens a snapshot that is in force; nothing if it is not, or no longer, here. */
    Optional<SnapshotReader> open(EntryId lastIncluded);

    /**
     * Takes a snapshot out of force that turned out to be damaged when it was read, durably, and leaves it to whoever wants to
     * look at it. The log goes on meanwhile; what is left is found out by the next {@link LogStorage#open}, which starts from
     * the snapshot before if that and the log make up for it, and in doubt otherwise. Nothing happens if it is not in force.
     */
    void putAside(EntryId lastIncluded);
}

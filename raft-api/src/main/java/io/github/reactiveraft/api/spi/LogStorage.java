package io.github.reactiveraft.api.spi;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.StrandedRun;
import java.util.List;

/**
 * The durable log, term and vote of one consensus group on one node.
 *
 * <p>All methods block and are called on the node's {@code io} lane, one at a time, never interrupted. Every failure is
 * a {@link StorageException}; after a failed {@link #write} the instance is over: nothing but {@link #close} may be
 * called, and what the failed call was to write may or may not be there at the next {@link #open}. Only a write that
 * fails with {@link StorageException.Reason#FULL} has changed nothing, and may be repeated.
 */
public interface LogStorage {

    /**
     * Opens the data, or creates it, and takes the lock; reads back everything that was written before. What a power cut
     * tore off the end, never acknowledged, is dropped. If other damage cost the log entries, it ends in front of that, and
     * {@link Recovered#lastKnown} says no less than how far it reached, at every open until it reaches as far again; damage
     * that nobody can make up for is refused, naming file and offset. This opening is counted, on disk when this returns, see
     * {@link io.github.reactiveraft.api.model.Incarnation}.
     *
     * @throws StorageException if it is in use, belongs to somebody else, was superseded, is damaged beyond repair or cannot be read
     */
    Recovered open(StorageIdentity identity);

    /**
     * Carries out writes in order and makes them durable: when this returns, all of them survive a power cut. A power
     * cut before keeps a prefix of them (of a batch of entries perhaps a part), never a later one without an earlier.
     *
     * @throws StorageException {@link StorageException.Reason#FULL} if there is no room for all of them: nothing was
     *     changed, and the same writes may be tried again; any other ends the instance
     */
    void write(List<LogWrite> writes);

    /**
     * Does a part of what later writes would have to wait for, if there is such a thing: called after each write, once those who
     * wait for it were told. Changes nothing that can be read.
     *
     * @throws StorageException if something is wrong with the disk; the instance is over then. Want of room is no reason yet
     */
    default void prepareAhead() {}

    /**
     * Reads entries from an index on, as many as fit into {@code maxBytes} but at least one; fewer than fit are allowed.
     *
     * @throws IllegalArgumentException if the index is not in the log, or no longer
     * @throws StorageException if they cannot be read, or are not what was written
     */
    EntryBatch read(long fromIndex, int maxBytes);

    /**
     * Reads entries that were found behind damage, from an index on, as {@link #read} does: empty once they are gone, which
     * they may be with any write.
     *
     * @param run one of {@link Recovered#stranded}
     * @param fromIndex an index of it
     * @throws StorageException if they cannot be read, or are not what was written
     */
    default EntryBatch readStranded(StrandedRun run, long fromIndex, int maxBytes) {
        return EntryBatch.empty();
    }

    /**
     * Marks the data for good as a copy that others went on without, durably: no later {@link #open} succeeds. What is not
     * said of it here would be forgotten by the next start, which has a number of its own.
     *
     * @throws StorageException if it cannot be made durable; the instance is over then
     */
    void supersede();

    /**
     * The log was in doubt when it was opened and lacks nothing any more, by the word of a leader: at the next {@link #open} it is
     * in no doubt, unless it is damaged anew. Durable when this returns.
     *
     * @throws StorageException if it cannot be made durable; the instance is over then
     */
    default void settled() {}

    /** The snapshots beside this log. */
    SnapshotStorage snapshots();

    /** Gives the lock back. Idempotent; never fails. */
    void close();
}

package io.github.reactiveraft.api;

/**
 * Bounds of everything that can queue up, by count and by bytes. Beyond them a caller gets
 * {@link RaftException.Overloaded} (or {@link RaftException.Rejected} for one command too large) at once; memory does
 * not grow.
 *
 * @param entryBytes the largest command, query, result or change, 1 byte to 16 MiB, default 16 MiB; a large one travels in
 *     pieces, between which heartbeats find their way
 * @param batchEntryCount the most entries in one append request or one proposal batch, 1 to 65,536, default 4,096
 * @param batchBytes the most bytes in one append request (a single entry may exceed it) and in one piece of a snapshot,
 *     1,024 to 16 MiB, default 256 KiB; raise it for large commands on fast networks
 * @param windowCount the most append requests in flight to one peer, 1 to 64, default 8; raise it on long links
 * @param windowBytes the most bytes in flight to one peer (a single request may exceed it), at least batchBytes, at most
 *     256 MiB, default 4 MiB
 * @param pendingCount the most commands and reads waiting on one node, 1 to 1,000,000, default 16,384;
 *     of those of one node or client, not more than 65,536 since the oldest
 * @param pendingBytes the most bytes of commands waiting on one node, at least entryBytes, at most 1 GiB, default 32 MiB
 * @param tailBytes how much of the log's newest part stays in memory for replication and apply, 64 KiB to 1 GiB, default
 *     16 MiB
 * @param watchBytes how much of the newest changes a node keeps for all its watchers together, as the result codec encodes
 *     them and 64 bytes more for each, 0 to 1 GiB, default 8 MiB; a watcher that falls further behind, or comes back later, has
 *     to read the state. Those of the newest command are kept in any case
 */
public record RaftLimits(
        int entryBytes,
        int batchEntryCount,
        int batchBytes,
        int windowCount,
        int windowBytes,
        int pendingCount,
        int pendingBytes,
        int tailBytes,
        int watchBytes) {

    /** The most that {@link #entryBytes} may be, on nodes and in clients. */
    public static final int MOST_ENTRY_BYTES = 16 * 1024 * 1024;

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException with the limit's name, its value and its range
     */
    public RaftLimits {
        check("entryBytes", entryBytes, 1, MOST_ENTRY_BYTES);
        check("batchEntryCount", batchEntryCount, 1, 65_536);
        check("batchBytes", batchBytes, KIB, 16 * MIB);
        check("windowCount", windowCount, 1, 64);
        check("windowBytes", windowBytes, batchBytes, 256 * MIB);
        check("pendingCount", pendingCount, 1, 1_000_000);
        check("pendingBytes", pendingBytes, entryBytes, 1024 * MIB);
        check("tailBytes", tailBytes, 64 * KIB, 1024 * MIB);
        check("watchBytes", watchBytes, 0, 1024 * MIB);
    }

    /** The defaults named above. */
    public static RaftLimits defaults() {
        return new RaftLimits(16 * MIB, 4_096, 256 * KIB, 8, 4 * MIB, 16_384, 32 * MIB, 16 * MIB, 8 * MIB);
    }

    /** These limits with another bound for one command. */
    public RaftLimits withEntryBytes(int bytes) {
        return new RaftLimits(
                bytes,
                batchEntryCount,
                batchBytes,
                windowCount,
                windowBytes,
                pendingCount,
                pendingBytes,
                tailBytes,
                watchBytes);
    }

    /** These limits with another bound for one append request. */
    public RaftLimits withBatch(int entryCount, int bytes) {
        return new RaftLimits(
                entryBytes,
                entryCount,
                bytes,
                windowCount,
                windowBytes,
                pendingCount,
                pendingBytes,
                tailBytes,
                watchBytes);
    }

    /** These limits with another window per peer. */
    public RaftLimits withWindow(int count, int bytes) {
        return new RaftLimits(
                entryBytes,
                batchEntryCount,
                batchBytes,
                count,
                bytes,
                pendingCount,
                pendingBytes,
                tailBytes,
                watchBytes);
    }

    /** These limits with another bound for what may wait. */
    public RaftLimits withPending(int count, int bytes) {
        return new RaftLimits(
                entryBytes, batchEntryCount, batchBytes, windowCount, windowBytes, count, bytes, tailBytes, watchBytes);
    }

    /** These limits with another size of the in-memory tail. */
    public RaftLimits withTailBytes(int bytes) {
        return new RaftLimits(
                entryBytes,
                batchEntryCount,
                batchBytes,
                windowCount,
                windowBytes,
                pendingCount,
                pendingBytes,
                bytes,
                watchBytes);
    }

    /** These limits with another bound for the changes that are kept for watchers. */
    public RaftLimits withWatchBytes(int bytes) {
        return new RaftLimits(
                entryBytes,
                batchEntryCount,
                batchBytes,
                windowCount,
                windowBytes,
                pendingCount,
                pendingBytes,
                tailBytes,
                bytes);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " takes " + least + " to " + most + ", but is " + value);
        }
    }
}

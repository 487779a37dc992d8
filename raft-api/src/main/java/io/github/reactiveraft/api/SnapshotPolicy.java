package io.github.reactiveraft.api;

/**
 * When a node takes a snapshot of its state and forgets the log behind it (§7). Every node decides for itself.
 *
 * @param entryCount after so many entries applied since the last one, 1 to {@link Long#MAX_VALUE}, default 100,000; lower
 *     it for shorter restarts, raise it where a snapshot is expensive
 * @param byteCount or after so many bytes of them, 1 to {@link Long#MAX_VALUE}, default 64 MiB; it bounds the log on disk,
 *     of which two such intervals are kept
 * @param trailingCount how many entries before a snapshot are kept, so that a follower that is a little behind need not
 *     fetch the snapshot, from 0, default 10,000
 */
public record SnapshotPolicy(long entryCount, long byteCount, long trailingCount) {

    private static final long MIB = 1024L * 1024;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException with the option's name, its value and its range
     */
    public SnapshotPolicy {
        atLeast("entryCount", entryCount, 1);
        atLeast("byteCount", byteCount, 1);
        atLeast("trailingCount", trailingCount, 0);
    }

    /** The defaults named above. */
    public static SnapshotPolicy defaults() {
        return new SnapshotPolicy(100_000, 64 * MIB, 10_000);
    }

    /** No snapshots: the log grows for ever. For tests, and for a cluster that ends before its disks are full. */
    public static SnapshotPolicy never() {
        return new SnapshotPolicy(Long.MAX_VALUE, Long.MAX_VALUE, 0);
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " takes " + least + " or more, but is " + value);
        }
    }
}

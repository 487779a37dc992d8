package io.github.reactiveraft.api.session;

import io.github.reactiveraft.api.RaftLimits;
import java.time.Duration;

/**
 * How long a client in a process of its own tries, and how much it takes on.
 *
 * @param patience how long to go on trying, 0 (one attempt) to 1 h
 * @param maxCount the most commands and reads that may wait, 1 or more
 * @param maxBytes the most bytes of them, 1 or more
 * @param entryBytes the longest of them, 1 byte to 16 MiB
 */
public record ClientBounds(Duration patience, int maxCount, long maxBytes, int entryBytes) {

    private static final Duration LONGEST_PATIENCE = Duration.ofHours(1);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException with the bound's name, its value and its range
     */
    public ClientBounds {
        if (patience.isNegative() || patience.compareTo(LONGEST_PATIENCE) > 0) {
            throw new IllegalArgumentException("patience takes 0 to 1 h, but is " + patience);
        }
        if (maxCount < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "pending takes 1 or more of both, but is " + maxCount + " and " + maxBytes + " bytes");
        }
        if (entryBytes < 1 || entryBytes > RaftLimits.MOST_ENTRY_BYTES) {
            throw new IllegalArgumentException(
                    "entryBytes takes 1 to " + RaftLimits.MOST_ENTRY_BYTES + ", but is " + entryBytes);
        }
    }

    /** As much as a node takes on by default, and 10 s. */
    public static ClientBounds defaults() {
        RaftLimits node = RaftLimits.defaults();
        return new ClientBounds(Duration.ofSeconds(10), node.pendingCount(), node.pendingBytes(), node.entryBytes());
    }

    /** These bounds with another patience. */
    public ClientBounds withPatience(Duration time) {
        return new ClientBounds(time, maxCount, maxBytes, entryBytes);
    }

    /** These bounds with another limit of what may wait. */
    public ClientBounds withPending(int count, long bytes) {
        return new ClientBounds(patience, count, bytes, entryBytes);
    }

    /** These bounds with another limit of one command or query. */
    public ClientBounds withEntryBytes(int bytes) {
        return new ClientBounds(patience, maxCount, maxBytes, bytes);
    }
}

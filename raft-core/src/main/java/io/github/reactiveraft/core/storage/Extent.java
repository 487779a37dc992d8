package io.github.reactiveraft.core.storage;

import java.util.Arrays;

/**
 * A run of entries whose frames follow each other in one segment, and where about they stand: the position of the first
 * frame and of one in every few KiB; those between are found by reading on.
 */
final class Extent {

    private static final int STRIDE_BYTES = 4096;

    private final Segment segment;
    private final long firstIndex;
    private long lastIndex;
    private long[] indexes = new long[4];
    private int[] positions = new int[4];
    private int count;

    Extent(Segment segment, long firstIndex) {
        this.segment = segment;
        this.firstIndex = firstIndex;
        this.lastIndex = firstIndex - 1;
    }

    Segment segment() {
        return segment;
    }

    long firstIndex() {
        return firstIndex;
    }

    /** The last entry that still counts; the last frame may hold more, cut off since. */
    long lastIndex() {
        return lastIndex;
    }

    void add(long index, long position, long upTo) {
        if (count == 0 || position - positions[count - 1] >= STRIDE_BYTES) {
            if (count == indexes.length) {
                indexes = Arrays.copyOf(indexes, count * 2);
                positions = Arrays.copyOf(positions, count * 2);
            }
            indexes[count] = index;
            positions[count++] = Math.toIntExact(position);
        }
        lastIndex = upTo;
    }

    /** Cuts off an index within it, not its first, and all behind. */
    void truncateFrom(long index) {
        lastIndex = index - 1;
        while (indexes[count - 1] >= index) {
            count--;
        }
    }

    /** Where a frame starts that holds an index of this extent or stands shortly before it. */
    long positionBefore(long index) {
        int found = Arrays.binarySearch(indexes, 0, count, index);
        return positions[found >= 0 ? found : -found - 2];
    }
}

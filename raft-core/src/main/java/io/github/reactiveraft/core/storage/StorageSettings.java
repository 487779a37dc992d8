package io.github.reactiveraft.core.storage;

/**
 * How a log lies on disk. May differ from start to start; files that are there keep their size.
 *
 * @param segmentBytes the size of a log file, written full of zeros while the one before is filled, 4 KiB to 1 GiB, default 64
 *     MiB; lower it for many small groups on one disk
 */
public record StorageSettings(int segmentBytes) {

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException with value and range
     */
    public StorageSettings {
        if (segmentBytes < 4 * KIB || segmentBytes > 1024 * MIB) {
            throw new IllegalArgumentException("segmentBytes takes " + 4 * KIB + " to " + 1024 * MIB
                    + " (4 KiB to 1 GiB), but was " + segmentBytes);
        }
    }

    /** The defaults named above. */
    public static StorageSettings defaults() {
        return new StorageSettings(64 * MIB);
    }

    /** These settings with another size of log files. */
    public StorageSettings withSegmentBytes(int bytes) {
        return new StorageSettings(bytes);
    }
}

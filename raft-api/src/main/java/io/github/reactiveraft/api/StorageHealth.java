package io.github.reactiveraft.api;

/**
 * Whether a node can write to its disk, and has what it wrote. While it cannot write, it does not lead and takes no entries;
 * it answers everything else, its reads and commands go to the leader, and it goes on by itself as soon as the disk does.
 */
public enum StorageHealth {
    /** What is to be written gets written, however slowly. */
    OK,
    /** There is no room for the next file of the log: make some. */
    FULL,
    /** A write has got no further for {@link RaftTiming#diskStall}: check the device. */
    STALLED,
    /**
     * It takes writes, but damage cost the log entries that this node perhaps acknowledged. Until others have sent them again it
     * stands for no election, and votes for nobody who lacks them: check the device.
     */
    DAMAGED,
    /** Of another member: members do not tell each other. */
    UNKNOWN;

    /** Whether what is to be written gets written. */
    public boolean isWritable() {
        return this == OK || this == DAMAGED;
    }
}

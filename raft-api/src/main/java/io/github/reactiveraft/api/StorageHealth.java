package io.github.reactiveraft.api;

/**
 * Whether a node can write to its disk. While it cannot, it does not lead and takes no entries; it answers everything
 * else, its reads and commands go to the leader, and it goes on by itself as soon as the disk does.
 */
public enum StorageHealth {
    /** What is to be written gets written, however slowly. */
    OK,
    /** There is no room for the next file of the log: make some. */
    FULL,
    /** A write has got no further for {@link RaftTiming#diskStall}: check the device. */
    STALLED,
    /** Of another member: members do not tell each other. */
    UNKNOWN
}

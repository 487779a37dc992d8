package io.github.reactiveraft.test.sim;

/** Kinds of things that a simulation does to a cluster on purpose, so that a sweep can tell which of them it never did. */
public enum Fault {

    // The network.

    /** A request or a reply got lost. */
    LOSS,
    /** A request was delivered twice, shortly after one another. */
    DUPLICATE,
    /** A request was delivered once more, long after, to whatever process listened there by then. */
    LATE_REPLAY,
    /** A connection was reset. */
    RESET,
    /** The bytes of a message were damaged on the way. */
    CORRUPT_FRAME,
    /** A link became slow. */
    SLOW_LINK,
    /** A link was clogged. */
    CLOG,
    /** The bandwidth of a link was limited. */
    NARROW_LINK,
    /** One node was cut off from all others. */
    PARTITION_ONE,
    /** The nodes were split into two groups. */
    PARTITION_SPLIT,
    /** Messages could pass in one direction only. */
    PARTITION_ONE_WAY,
    /** The nodes were split into two groups that had one node in common. */
    PARTITION_BRIDGE,
    /** Every node saw its two neighbours only. */
    PARTITION_RING,
    /** A partition came and went, again and again. */
    FLAP,

    // Processes and their clocks.

    /** A process was killed; what it had written stayed. */
    CRASH,
    /** A machine lost its power, with everything it had not made durable. */
    POWER_CUT,
    /** A member was stopped as an operator stops it, and started again. */
    PLANNED_STOP,
    /** A process stood still for a while. */
    PAUSE,
    /** Every task of a process had to wait for a processor. */
    SLOW_NODE,
    /** A clock began to run too fast or too slow. */
    CLOCK_RATE,
    /** A wall clock was set forward or back. */
    CLOCK_JUMP,

    // Disks.

    /** A change that was not durable went with the power. */
    LOST_WRITE,
    /** A write that was not durable was torn by a power cut. */
    TORN_WRITE,
    /** Reading failed. */
    READ_ERROR,
    /** Making something durable failed. */
    SYNC_ERROR,
    /** There was no room on a disk. */
    DISK_FULL,
    /** File work took many times as long as usual. */
    SLOW_SYNC,
    /** File work stood still. */
    STALLED_SYNC,
    /** A bit of an entry that had been acknowledged flipped. */
    ROT_ENTRY,
    /** A bit of a log file's head flipped. */
    ROT_HEADER,
    /** A bit of one copy of term and vote flipped. */
    ROT_STATE,
    /** A bit of a snapshot in force flipped. */
    ROT_SNAPSHOT,
    /** A sector was read as it had been before it was written last. */
    STALE_READ,
    /** A sector was read from another place. */
    MISDIRECTED_READ,
    /** A disk was replaced by an empty one. */
    LOST_DISK,
    /** A disk was replaced by a copy of it that was made before the latest start of its member. */
    OLD_COPY,

    // Clients.

    /** A client tried again after a definite refusal. */
    CLIENT_RETRY,
    /** A client subscribed twice to one command. */
    CLIENT_DUPLICATE,
    /** A client took its request back. */
    CLIENT_CANCEL,
    /** A watcher was so slow that it was told to go. */
    SLOW_CONSUMER
}

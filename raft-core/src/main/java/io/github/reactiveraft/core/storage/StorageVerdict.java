package io.github.reactiveraft.core.storage;

/** What an inspection says of a directory or of one place in it; from the best to the worst, so that two compare. */
public enum StorageVerdict {
    /**
     * A node starts from it and finds all that was written. A copy of term and vote may be lost as long as another one
     * says the same, a snapshot as long as another one and the log make up for it, and a part of the log as long as what
     * stands behind it or a snapshot shows that nothing that counts was in it. There may be files that do not count any
     * more, or a snapshot that the log has not been replaced by yet. The next start sees to all of that, but for damaged
     * places in the log, which stay until their file goes.
     */
    CLEAN,
    /**
     * A last write was cut off before it was acknowledged, as a power cut does. The next start drops it and loses
     * nothing that anybody was told of. Rot of the very last write looks the same after a power cut.
     */
    TORN_TAIL,
    /**
     * What perhaps was acknowledged is damaged or missing. A node starts with what is in front of it, but in doubt: until
     * it has got back from others what is lost, it stands for no election and helps nobody to win one who lacks it.
     */
    DOUBTFUL,
    /**
     * What is damaged nobody makes up for: the group has no other member, or the newest snapshot is rotten within. A node
     * refuses to start from it, or stops as soon as it restores its state, with the snapshot put aside, and its next start
     * is that of a directory without it.
     */
    CORRUPT,
    /** What makes it a node's directory is lost, identity or term and vote, or it has another format version. */
    UNUSABLE;

    /** Whether a node starts from it with all that it ever told anybody. */
    public boolean isSound() {
        return this == CLEAN || this == TORN_TAIL;
    }

    /** The worse one of two. */
    public StorageVerdict worse(StorageVerdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}

package io.github.reactiveraft.test.disk;

/** What may become of a damaged directory. Everything else is a silent loss, or a wrong answer. */
enum ImageOutcome {
    /** Opened, and all that was acknowledged is there. */
    INTACT,
    /** Opened, the newest snapshot put aside; the one before it, or the log alone, makes up for it, with nothing missing. */
    OLDER_SNAPSHOT_USED,
    /** Opened without damaged entries that the newest snapshot stands for. */
    COVERED_BY_SNAPSHOT,
    /** Not opened, with reason and place, and not a byte changed. */
    REFUSED,
    /** Opened, but what was damaged was noticed, with reason and place, when it was read. */
    REFUSED_ON_READING,
    /**
     * Opened without what the last write to the log added: it is damaged, no later write was behind it, and so it looks like
     * one that was cut off before it was acknowledged.
     */
    LAST_WRITE_TAKEN_FOR_TORN,
    /**
     * Opened without the last writes to the log: the first of them is damaged, and so is every frame of all that came behind
     * it, so that nothing tells that there was more.
     */
    TAIL_WIPED,
    /** Opened without entries that are damaged; the storage says so and claims to have had at least what was acknowledged. */
    IN_DOUBT;

    /** Whether something that was acknowledged is missing, and the storage could not know. */
    boolean isLoss() {
        return this == LAST_WRITE_TAKEN_FOR_TORN || this == TAIL_WIPED;
    }
}

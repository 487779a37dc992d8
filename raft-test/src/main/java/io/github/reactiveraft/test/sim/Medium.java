package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.spi.LogStorage;

/** What a member keeps its data on, through all its lives. */
interface Medium {

    /** A storage on it, for one life. */
    LogStorage storage();

    /** The process is about to go in the middle of a call, of which some is carried out: that call, then, fails. */
    void interrupt();

    /** Whether a call is carried out in part when its process goes in the middle of it, or not at all. */
    boolean isInterruptible();

    /**
     * The process that had the storage open is gone.
     *
     * @param isPowerCut whether the whole machine is, with everything that it had not made durable
     */
    void onKill(boolean isPowerCut);
}

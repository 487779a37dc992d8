package io.github.reactiveraft.benchmarks.probe;

import java.time.Duration;

/** Calls and calls, until it is told to stop. */
interface Loop {

    /** Begins. */
    void start();

    /** Begins no more calls. */
    void stop();

    /**
     * Waits until no call is under way, which is never before it was stopped.
     *
     * @return whether that is so; not, if it took longer
     */
    boolean awaitEnd(Duration atMost) throws InterruptedException;

    /** How many calls are under way. */
    int inFlightCount();
}

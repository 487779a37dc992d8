package io.github.reactiveraft.api.spi;

/** The only source of time of a node. Called on any thread, never blocks. */
public interface NodeTime {

    /** Monotonic nanoseconds from an arbitrary origin: for durations, never for dates. */
    long nanos();

    /** Milliseconds since the epoch by the wall clock, which may jump: only for timestamps in the log. */
    long wallMillis();
}

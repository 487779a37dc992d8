package io.github.reactiveraft.benchmarks.system;

/** A member in this process. */
public interface RunningMember {

    /** Whether it takes itself for the leader. */
    boolean isLeader();

    /** Calls the member from inside of its process, without a client's connection. */
    Caller embedded();

    /** How often it has forced a file to disk since it started, if it knows; else -1. */
    default long forceCount() {
        return -1;
    }
}

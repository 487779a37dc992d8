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

    /** How far it has applied what was replicated, or knows that it may, as the system counts that; -1 if it does not tell. */
    default long applied() {
        return -1;
    }

    /** What its threads have allocated on the heap since they started, in bytes; -1 if it runs in no Java process. */
    default long allocatedBytes() {
        return Allocation.bytes();
    }
}

package io.github.reactiveraft.benchmarks.system;

/** Has commands executed and queries answered; for any thread, never blocks for long. */
public interface Caller extends AutoCloseable {

    /** Replicates one command. It is over once, whatever becomes of it. */
    void write(byte[] command, Completion completion);

    /** Asks for the sum once: linearizable, by whatever way the system has for that. */
    void read(Completion completion);

    /** Asks a follower for the sum once, linearizable; where the system has no such thing, fails. */
    void readFromFollower(Completion completion);

    /** Watches all changes from now on, as fast as they come, until this is closed; where the system has no such thing, fails. */
    default void watch() {
        throw new UnsupportedOperationException("Watching is not measured of this system");
    }

    @Override
    void close();
}

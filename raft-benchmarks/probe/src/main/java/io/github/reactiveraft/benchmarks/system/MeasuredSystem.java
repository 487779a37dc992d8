package io.github.reactiveraft.benchmarks.system;

/**
 * A replicated system, as a benchmark sees it; found by {@link java.util.ServiceLoader}. Its state machine is a counter: the
 * first eight bytes of a command, big-endian, are added to it, the rest is ballast; a command and a read are answered with the sum.
 */
public interface MeasuredSystem {

    /** One word, as on the command line. */
    String name();

    /**
     * Starts one member in this process.
     *
     * @return the member, once it listens; it runs until the process is killed
     * @throws Exception if it cannot
     */
    RunningMember serve(MemberSpec member) throws Exception;

    /**
     * Connects a client in this process, with whatever the system ships for that.
     *
     * @throws Exception if it cannot
     */
    Caller connect(ClientSpec client) throws Exception;
}

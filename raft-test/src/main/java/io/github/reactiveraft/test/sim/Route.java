package io.github.reactiveraft.test.sim;

/** How the messages of calls get from a process to a node and back. */
interface Route {

    /** Brings a call's request to the node, and the answer or the lack of one back to the call. */
    void send(SimCall call);

    /** Brings word to the node that nobody waits for the answer any more, if that gets through. */
    void cancel(SimCall call);
}

package io.github.reactiveraft.benchmarks.jgroups;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.Completion;
import org.jgroups.JChannel;

/** A client in a process of its own, with a channel of its own. */
record JoinedCaller(JChannel channel, HandleCaller caller) implements Caller {

    @Override
    public void write(byte[] command, Completion completion) {
        caller.write(command, completion);
    }

    @Override
    public void read(Completion completion) {
        caller.read(completion);
    }

    @Override
    public void readFromFollower(Completion completion) {
        caller.readFromFollower(completion);
    }

    @Override
    public void close() {
        caller.end();
        channel.close();
    }
}

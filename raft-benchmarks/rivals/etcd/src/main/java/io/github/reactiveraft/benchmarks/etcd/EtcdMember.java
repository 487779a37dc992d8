package io.github.reactiveraft.benchmarks.etcd;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.RunningMember;

/** A member in a child process. */
record EtcdMember(Endpoint endpoint) implements RunningMember {

    @Override
    public boolean isLeader() {
        return endpoint.isLeader();
    }

    /** Not possible: what runs in this process is not it. */
    @Override
    public Caller embedded() {
        throw new UnsupportedOperationException("etcd runs in a process of its own");
    }

    @Override
    public long allocatedBytes() {
        return -1;
    }
}

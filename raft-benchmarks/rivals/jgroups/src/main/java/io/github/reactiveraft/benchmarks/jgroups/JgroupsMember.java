package io.github.reactiveraft.benchmarks.jgroups;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.RunningMember;

/** A member, seen by the benchmark. */
record JgroupsMember(HandleCaller caller) implements RunningMember {

    @Override
    public boolean isLeader() {
        return caller.isLeader();
    }

    @Override
    public Caller embedded() {
        return caller;
    }
}

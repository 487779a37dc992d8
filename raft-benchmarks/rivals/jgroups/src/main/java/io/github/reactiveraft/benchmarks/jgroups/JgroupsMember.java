package io.github.reactiveraft.benchmarks.jgroups;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.RunningMember;
import org.jgroups.protocols.raft.RAFT;

/** A member, seen by the benchmark. */
record JgroupsMember(HandleCaller caller, RAFT raft) implements RunningMember {

    @Override
    public boolean isLeader() {
        return caller.isLeader();
    }

    @Override
    public long applied() {
        return raft.commitIndex();
    }

    @Override
    public Caller embedded() {
        return caller;
    }
}

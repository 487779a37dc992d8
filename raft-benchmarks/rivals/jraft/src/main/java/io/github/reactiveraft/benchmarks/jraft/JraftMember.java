package io.github.reactiveraft.benchmarks.jraft;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.RunningMember;

/** A member, seen by the benchmark. */
record JraftMember(MemberCaller caller, Counter counter) implements RunningMember {

    @Override
    public boolean isLeader() {
        return caller.isLeader();
    }

    @Override
    public long applied() {
        return counter.sum();
    }

    @Override
    public Caller embedded() {
        return caller;
    }
}

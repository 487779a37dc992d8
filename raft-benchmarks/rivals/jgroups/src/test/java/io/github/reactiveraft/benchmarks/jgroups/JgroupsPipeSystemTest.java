package io.github.reactiveraft.benchmarks.jgroups;

import io.github.reactiveraft.benchmarks.contract.MeasuredSystemContract;
import io.github.reactiveraft.benchmarks.system.MeasuredSystem;

class JgroupsPipeSystemTest implements MeasuredSystemContract {

    @Override
    public MeasuredSystem system() {
        return new JgroupsPipeSystem();
    }

    @Override
    public boolean readsFromFollowers() {
        return false;
    }
}

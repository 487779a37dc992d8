package io.github.reactiveraft.benchmarks.ratis;

import io.github.reactiveraft.benchmarks.contract.MeasuredSystemContract;
import io.github.reactiveraft.benchmarks.system.MeasuredSystem;

class RatisSystemTest implements MeasuredSystemContract {

    @Override
    public MeasuredSystem system() {
        return new RatisSystem();
    }
}

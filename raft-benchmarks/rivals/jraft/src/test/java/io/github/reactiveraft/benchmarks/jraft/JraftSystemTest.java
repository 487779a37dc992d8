package io.github.reactiveraft.benchmarks.jraft;

import io.github.reactiveraft.benchmarks.contract.MeasuredSystemContract;
import io.github.reactiveraft.benchmarks.system.MeasuredSystem;

class JraftSystemTest implements MeasuredSystemContract {

    @Override
    public MeasuredSystem system() {
        return new JraftSystem();
    }
}

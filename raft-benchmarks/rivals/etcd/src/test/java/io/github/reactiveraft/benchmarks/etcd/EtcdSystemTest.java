package io.github.reactiveraft.benchmarks.etcd;

import io.github.reactiveraft.benchmarks.contract.MeasuredSystemContract;
import io.github.reactiveraft.benchmarks.system.MeasuredSystem;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = "isInstalled", disabledReason = "there is no program etcd on the path")
class EtcdSystemTest implements MeasuredSystemContract {

    @Override
    public MeasuredSystem system() {
        return new EtcdSystem();
    }

    @Override
    public boolean isEmbeddable() {
        return false;
    }

    @Override
    public long moveOf(long delta) {
        return 1;
    }

    static boolean isInstalled() {
        return EtcdServer.isInstalled();
    }
}

package io.github.reactiveraft.benchmarks.jraft;

import com.alipay.sofa.jraft.Closure;

/** Waits for one command to be applied. */
abstract class Adding implements Closure {

    private long sum;

    final void sum(long value) {
        sum = value;
    }

    /** Only to be asked once it ended well. */
    final long sum() {
        return sum;
    }
}

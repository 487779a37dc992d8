package io.github.reactiveraft.benchmarks.jraft;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import io.github.reactiveraft.benchmarks.system.Completion;
import java.util.concurrent.atomic.AtomicBoolean;

/** Waits until a read may be answered. If it fails, it is told so a second time when the time for it is up. */
final class Reading extends ReadIndexClosure {

    private final Counter counter;
    private final Completion completion;
    private final AtomicBoolean isOver = new AtomicBoolean();

    Reading(Counter counter, Completion completion) {
        this.counter = counter;
        this.completion = completion;
    }

    @Override
    public void run(Status status, long index, byte[] context) {
        if (!isOver.compareAndSet(false, true)) {
            return;
        }
        if (status.isOk()) {
            completion.done(counter.sum());
        } else {
            completion.failed(new JraftException(status));
        }
    }
}

package io.github.reactiveraft.benchmarks.contract;

import io.github.reactiveraft.benchmarks.system.Completion;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** How one call ended, and how often. */
final class Outcome implements Completion {

    private final CompletableFuture<Long> sum = new CompletableFuture<>();
    private final AtomicInteger ends = new AtomicInteger();

    @Override
    public void done(long value) {
        ends.incrementAndGet();
        sum.complete(value);
    }

    @Override
    public void failed(Throwable cause) {
        ends.incrementAndGet();
        sum.completeExceptionally(cause);
    }

    int endCount() {
        return ends.get();
    }

    /** Waits for the end. */
    long sum() throws InterruptedException, ExecutionException, TimeoutException {
        return sum.get(60, TimeUnit.SECONDS);
    }
}

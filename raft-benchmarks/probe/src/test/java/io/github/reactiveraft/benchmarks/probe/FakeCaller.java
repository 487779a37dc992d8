package io.github.reactiveraft.benchmarks.probe;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.Completion;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** Counts what is under way; what becomes of a call, the test says. */
final class FakeCaller implements Caller {

    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final BiConsumer<FakeCaller, Completion> behaviour;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicLong begun = new AtomicLong();

    FakeCaller(BiConsumer<FakeCaller, Completion> behaviour) {
        this.behaviour = behaviour;
    }

    /** Does everything a moment later. */
    static FakeCaller doing(long millis) {
        return new FakeCaller((caller, completion) -> caller.after(millis, () -> caller.done(completion)));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What throws there, the test misses.
    void after(long millis, Runnable task) {
        later.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    void done(Completion completion) {
        inFlight.decrementAndGet();
        completion.done(1);
    }

    void failed(Completion completion) {
        inFlight.decrementAndGet();
        completion.failed(new IllegalStateException("As the test wants it"));
    }

    int mostInFlight() {
        return most.get();
    }

    int inFlight() {
        return inFlight.get();
    }

    long begunCount() {
        return begun.get();
    }

    @Override
    public void write(byte[] command, Completion completion) {
        begun.incrementAndGet();
        most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        behaviour.accept(this, completion);
    }

    @Override
    public void read(Completion completion) {
        write(new byte[0], completion);
    }

    @Override
    public void readFromFollower(Completion completion) {
        write(new byte[0], completion);
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}

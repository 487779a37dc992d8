package io.github.reactiveraft.core.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** A lane whose tasks run when the test says so, on the test's thread. */
final class HandLane implements Scheduler {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean isEnded;

    int waitingCount() {
        return tasks.size();
    }

    void runNext() {
        tasks.removeFirst().run();
    }

    /** Runs what waits and whatever that brings. */
    void runAll() {
        while (!tasks.isEmpty()) {
            runNext();
        }
    }

    /** From now on nothing is taken any more. */
    void end() {
        isEnded = true;
    }

    @Override
    public Disposable schedule(Runnable task) {
        if (isEnded) {
            throw new RejectedExecutionException("The lane has ended");
        }
        tasks.addLast(task);
        return Disposables.single();
    }

    @Override
    public Worker createWorker() {
        throw new UnsupportedOperationException("Only single tasks go onto this lane");
    }
}

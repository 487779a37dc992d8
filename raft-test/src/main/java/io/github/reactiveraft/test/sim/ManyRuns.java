package io.github.reactiveraft.test.sim;

import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Many runs, a few at a time: each on one thread from its beginning to its end, so that nothing in it depends on how many
 * there are.
 */
public final class ManyRuns {

    private ManyRuns() {}

    /**
     * Runs the runs 0 to {@code count - 1}, in this order as to their beginnings, and blocks until those that were begun
     * are over. Only {@code run} is called by other threads than the one that called this.
     *
     * @param threadCount how many go on at a time, from 1
     * @param mayGoOn is asked before each run whether another one is wanted
     * @param run carries out the run of this number, and answers with what became of it
     * @param listener hears of every run as it ends; in no order that can be relied on, unless there is only one thread
     * @throws IllegalStateException if a run threw something, or the thread is interrupted: then no other run begins, and
     *     those under way are left to themselves, as they are if another parameter throws
     */
    public static <T> void run(
            int threadCount, int count, BooleanSupplier mayGoOn, IntFunction<T> run, Consumer<T> listener) {
        ExecutorService threads = Executors.newFixedThreadPool(threadCount, ManyRuns::thread);
        try {
            CompletionService<T> ended = new ExecutorCompletionService<>(threads);
            int begunCount = 0;
            for (int endedCount = 0; ; endedCount++) {
                while (begunCount < count && begunCount - endedCount < threadCount && mayGoOn.getAsBoolean()) {
                    int number = begunCount++;
                    ended.submit(() -> run.apply(number));
                }
                if (endedCount == begunCount) {
                    return;
                }
                listener.accept(ended.take().get());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted before all runs ended", interrupted);
        } catch (ExecutionException broken) {
            throw new IllegalStateException("A run did not come to an end: not all were run", broken.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** A run cannot be interrupted, so its thread must not keep the virtual machine alive. */
    private static Thread thread(Runnable runs) {
        Thread thread = new Thread(runs, "raft-simulator");
        thread.setDaemon(true);
        return thread;
    }
}

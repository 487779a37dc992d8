package io.github.reactiveraft.api.blocking;

import java.util.List;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets a thread that must not block wait for locks that the JDK's executors hold for moments only: also while it cancels an
 * interval, as RSocket does with its keep-alive whenever a connection ends, and while it ends a scheduler. Reactor allows it for
 * some of its own tasks and not for the rest. BlockHound's error in the middle of such a wait would leave a dead waiter in the
 * lock's queue, and whoever stands behind it, a node's loop for one, would wait for ever.
 */
public final class ExecutorLocks implements BlockHoundIntegration {

    private static final String QUEUE = "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue";
    private static final String EXECUTOR = "java.util.concurrent.ThreadPoolExecutor";

    /** Called once by BlockHound. */
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("reactor.core.scheduler.PeriodicWorkerTask", "dispose");
        for (String method : List.of("offer", "remove", "size", "poll", "toArray", "clear")) {
            builder.allowBlockingCallsInside(QUEUE, method);
        }
        for (String method : List.of("addWorker", "shutdown", "shutdownNow", "tryTerminate", "interruptIdleWorkers")) {
            builder.allowBlockingCallsInside(EXECUTOR, method);
        }
    }
}

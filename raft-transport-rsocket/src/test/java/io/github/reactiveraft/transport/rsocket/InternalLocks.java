package io.github.reactiveraft.transport.rsocket;

import java.util.List;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets a thread that must not block wait for locks that libraries hold for moments only: inside the JDK's executors, while
 * it cancels an interval, as RSocket does with its keep-alive whenever a connection ends, and while it ends a scheduler;
 * and inside Netty's allocator, while that adds to what its threads share. Reactor allows it for some of its own tasks and
 * not for the rest. BlockHound's error in the middle of such a wait would leave a dead waiter in the lock's queue, and
 * whoever stands behind it would wait for ever; and what was to be sent with that buffer would be lost, for RSocket says
 * nothing of such an error.
 */
public final class InternalLocks implements BlockHoundIntegration {

    private static final String QUEUE = "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue";
    private static final String EXECUTOR = "java.util.concurrent.ThreadPoolExecutor";
    private static final String ALLOCATOR = "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup";

    /** Called once by BlockHound. */
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("reactor.core.scheduler.PeriodicWorkerTask", "dispose");
        for (String method : List.of("remove", "size", "poll", "toArray", "clear")) {
            builder.allowBlockingCallsInside(QUEUE, method);
        }
        builder.allowBlockingCallsInside(ALLOCATOR, "tryExpandMagazines");
        for (String method : List.of("addWorker", "shutdown", "shutdownNow", "tryTerminate", "interruptIdleWorkers")) {
            builder.allowBlockingCallsInside(EXECUTOR, method);
        }
    }
}

package io.github.reactiveraft.core.runtime;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Where file work is done: one task at a time, in the order of subscription. */
final class IoLane {

    private final Scheduler scheduler;

    IoLane(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Does the work once subscribed to and answers on the io thread. Cancelling gives up the answer but never interrupts
     * the work: an interrupt inside a {@code FileChannel} would close it. (So not {@code subscribeOn}.)
     */
    <T> Mono<T> call(Supplier<T> work) {
        return Mono.create(sink -> {
            try {
                scheduler.schedule(() -> {
                    try {
                        sink.success(work.get());
                    } catch (RuntimeException | Error failed) {
                        // An Error, too: work without an answer would be a node that waits for ever.
                        sink.error(failed);
                    }
                });
            } catch (RejectedExecutionException closed) {
                sink.error(closed);
            }
        });
    }
}

package io.github.reactiveraft.core;

import java.util.concurrent.ThreadFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The two lanes of a node.
 *
 * @param loop one thread that must not block
 * @param io one thread for file work; never interrupted, so it is never disposed while work is under way
 * @param areOwned whether they end with the node
 */
record Lanes(Scheduler loop, Scheduler io, boolean areOwned) {

    /** Two threads of the node's own. */
    static Lanes owned(String name) {
        ThreadFactory blocking = task -> {
            Thread thread = new Thread(task, "raft-io-" + name);
            thread.setDaemon(true);
            return thread;
        };
        return new Lanes(Schedulers.newSingle("raft-loop-" + name, true), Schedulers.newSingle(blocking), true);
    }

    /** Ends the threads if they are the node's own, after the work they have. */
    Mono<Void> end() {
        if (!areOwned) {
            return Mono.empty();
        }
        return io.disposeGracefully().then(loop.disposeGracefully());
    }
}

package io.github.reactiveraft.core;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.spi.RaftTransport;
import java.util.concurrent.ThreadFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The two lanes of a node.
 *
 * @param loop one thread that must not block
 * @param io one thread for file work; never interrupted, so it is never disposed while work is under way
 * @param isLoopOwned whether the loop ends with the node
 * @param isIoOwned whether the other one does
 */
record Lanes(Scheduler loop, Scheduler io, boolean isLoopOwned, boolean isIoOwned) {

    /** Two threads of somebody else's. */
    static Lanes lent(Scheduler loop, Scheduler io) {
        return new Lanes(loop, io, false, false);
    }

    /** One thread of the node's own for files, and another one unless the transport has one to live on. */
    static Lanes of(NodeId self, RaftTransport transport) {
        ThreadFactory blocking = task -> {
            Thread thread = new Thread(task, "raft-io-" + self);
            thread.setDaemon(true);
            return thread;
        };
        Scheduler shared = transport.lane(self);
        Scheduler loop = shared != null ? shared : Schedulers.newSingle("raft-loop-" + self, true);
        return new Lanes(loop, Schedulers.newSingle(blocking), shared == null, true);
    }

    /** Ends the threads that are the node's own, after the work they have. */
    Mono<Void> end() {
        return end(io, isIoOwned).then(end(loop, isLoopOwned));
    }

    private static Mono<Void> end(Scheduler lane, boolean isOwned) {
        return isOwned ? lane.disposeGracefully() : Mono.empty();
    }
}

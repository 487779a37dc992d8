package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.NodeTime;
import io.github.reactiveraft.api.spi.RaftTransport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Everything a node is plugged into.
 *
 * @param settings how it behaves
 * @param transport how it reaches its peers
 * @param storage where its log is
 * @param loop runs one task at a time: steps, timers, flows, apply
 * @param io runs one task at a time, which may block: file work
 * @param time the only clock
 * @param random the only source of randomness; used on the loop only
 * @param observer sees every step
 */
public record NodeParts(
        RaftSettings settings,
        RaftTransport transport,
        LogStorage storage,
        Scheduler loop,
        Scheduler io,
        NodeTime time,
        RandomGenerator random,
        StepObserver observer) {

    /** Does file work on the io lane; answers there, is never interrupted. */
    public <T> Mono<T> onIo(Supplier<T> work) {
        return new IoLane(io).call(work);
    }
}

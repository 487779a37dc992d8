package io.github.reactiveraft.test;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.ReadMode;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A client of a simulated cluster whose publishers move time.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
final class DrivenClient<C, Q, R> implements RaftClient<C, Q, R> {

    private final RaftClient<C, Q, R> client;
    private final Driver driver;
    private final Scheduler test;

    /** @param test where signals come */
    DrivenClient(RaftClient<C, Q, R> client, Driver driver, Scheduler test) {
        this.client = client;
        this.driver = driver;
        this.test = test;
    }

    @Override
    public Mono<R> submit(C command) {
        return driven(client.submit(command));
    }

    @Override
    public Mono<R> read(Q query, ReadMode mode) {
        return driven(client.read(query, mode));
    }

    @Override
    public Flux<Change<R>> watch() {
        return driven(client.watch());
    }

    @Override
    public Flux<Change<R>> watch(long fromIndex) {
        return driven(client.watch(fromIndex));
    }

    @Override
    public Flux<LeaderChange> leaders() {
        return driven(client.leaders());
    }

    @Override
    public Mono<Void> close() {
        return driven(client.close());
    }

    private <T> Mono<T> driven(Mono<T> work) {
        return driver.mono(work.publishOn(test));
    }

    private <T> Flux<T> driven(Flux<T> signals) {
        return driver.flux(signals.publishOn(test, 1));
    }
}

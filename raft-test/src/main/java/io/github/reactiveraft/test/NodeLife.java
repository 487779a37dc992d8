package io.github.reactiveraft.test;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.ReadMode;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A node from a start to the crash after it. A killed process answers nobody, so its clients are told what they would
 * find out for themselves: that the connection is gone.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
record NodeLife<C, Q, R>(RaftNode<C, Q, R> node, Sinks.Empty<Void> crash) {

    Mono<R> submit(C command) {
        return node.submit(command)
                .or(crashed(
                        new RaftException.OutcomeUnknown(node.id() + " crashed: it may be done, or will be", null)));
    }

    Mono<R> read(Q query, ReadMode mode) {
        return node.read(query, mode).or(crashed(gone()));
    }

    Flux<Change<R>> watch() {
        return untilCrashed(node.watch());
    }

    Flux<Change<R>> watch(long fromIndex) {
        return untilCrashed(node.watch(fromIndex));
    }

    private Flux<Change<R>> untilCrashed(Flux<Change<R>> watch) {
        return watch.takeUntilOther(crashed(gone()));
    }

    private RaftException gone() {
        return new RaftException.Unavailable(node.id() + " crashed");
    }

    private Mono<R> crashed(RaftException seenAs) {
        return crash.asMono().then(Mono.error(seenAs));
    }
}

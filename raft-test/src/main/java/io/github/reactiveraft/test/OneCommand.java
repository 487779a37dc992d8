package io.github.reactiveraft.test;

import io.github.reactiveraft.api.RaftException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A command that is executed once at most, however often its outcome is subscribed to: the promise of {@code
 * RaftNode.submit}, kept across nodes. Only what is definitely not done goes to another node.
 *
 * @param <C> commands
 * @param <R> results
 */
final class OneCommand<C, R> {

    private final Mono<? extends NodeLife<C, ?, R>> taker;
    private final C command;
    private @Nullable Mono<R> offered;

    /** A command for whatever node is found when it is offered. */
    OneCommand(Mono<? extends NodeLife<C, ?, R>> taker, C command) {
        this.taker = taker;
        this.command = command;
    }

    Mono<R> outcome() {
        return Mono.defer(() -> offered != null ? offered : taker.flatMap(this::offer))
                .doOnError(RaftException.class, this::onFailed);
    }

    private Mono<R> offer(NodeLife<C, ?, R> node) {
        Mono<R> already = offered;
        if (already != null) {
            return already;
        }
        Mono<R> fresh = node.submit(command);
        offered = fresh;
        return fresh;
    }

    private void onFailed(RaftException failure) {
        if (failure.isDefinitelyNotDone()) {
            offered = null;
        }
    }
}

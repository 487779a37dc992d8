package io.github.reactiveraft.examples.members;

import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.StateMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The members of one cluster that run in this process.
 *
 * @param all at least one
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
public record Nodes<C, Q, R>(List<RaftNode<C, Q, R>> all) implements Running {

    /** Copies the list. */
    public Nodes {
        all = List.copyOf(all);
    }

    /**
     * Starts them all; fails, with every node closed again, if one of them cannot start.
     *
     * @param machines makes a state machine for each
     */
    public static <C, Q, R> Mono<Nodes<C, Q, R>> start(
            List<Member> members, Supplier<? extends StateMachine<C, Q, R>> machines) {
        return Mono.defer(() -> {
            List<RaftNode<C, Q, R>> started = new ArrayList<>();
            return Flux.fromIterable(members)
                    .flatMapSequentialDelayError(member -> member.start(machines.get()), members.size(), 1)
                    .doOnNext(started::add)
                    // Several may fail, all for the same reason as a rule.
                    .onErrorMap(failure -> Exceptions.unwrapMultiple(failure).get(0))
                    .then(Mono.fromSupplier(() -> new Nodes<>(started)))
                    .onErrorResume(failure -> new Nodes<>(started).close().then(Mono.error(failure)));
        });
    }

    /** The one that this process talks to. */
    public RaftNode<C, Q, R> first() {
        return all.get(0);
    }

    @Override
    public Mono<Void> terminated() {
        return Mono.when(all.stream().map(RaftNode::terminated).toList());
    }

    @Override
    public Mono<Void> close() {
        return Mono.whenDelayError(all.stream().map(RaftNode::close).toList());
    }
}

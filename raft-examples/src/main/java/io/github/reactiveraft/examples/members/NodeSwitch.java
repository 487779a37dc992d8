package io.github.reactiveraft.examples.members;

import io.github.reactiveraft.api.MemberStatus;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.examples.members.NodeSwitches.Position;
import io.github.reactiveraft.examples.members.NodeSwitches.Refused;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * One member, and whether it runs. One change at a time: who wants another one meanwhile is refused.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
final class NodeSwitch<C, Q, R> {

    private sealed interface State<C, Q, R> {

        record Running<C, Q, R>(RaftNode<C, Q, R> node) implements State<C, Q, R> {}

        /** @param end when it has got to another state, or failed to */
        record Changing<C, Q, R>(Position position, Mono<Void> end) implements State<C, Q, R> {}

        record Stopped<C, Q, R>() implements State<C, Q, R> {}

        record Closed<C, Q, R>() implements State<C, Q, R> {}
    }

    private final Member member;
    private final Supplier<? extends StateMachine<C, Q, R>> machines;
    private final Consumer<Throwable> failed;
    private final AtomicReference<State<C, Q, R>> state = new AtomicReference<>(new State.Stopped<>());

    /** @param failed is told if the node has to stop by itself */
    NodeSwitch(Member member, Supplier<? extends StateMachine<C, Q, R>> machines, Consumer<Throwable> failed) {
        this.member = member;
        this.machines = machines;
        this.failed = failed;
    }

    Position position() {
        State<C, Q, R> now = state.get();
        if (now instanceof State.Running) {
            return Position.RUNNING;
        }
        return now instanceof State.Changing<C, Q, R> changing ? changing.position() : Position.STOPPED;
    }

    MemberStatus status() {
        return new MemberStatus(
                member.id(),
                member.listen().toString(),
                state.get() instanceof State.Running<C, Q, R> running
                        ? Optional.of(running.node().status())
                        : Optional.empty());
    }

    Mono<Void> stop() {
        return Mono.defer(() -> state.get() instanceof State.Running<C, Q, R> running
                ? changed(running, Position.STOPPING, stopping(running.node(), new State.Stopped<>()))
                : refused("stopped"));
    }

    Mono<Void> start() {
        return Mono.defer(() -> state.get() instanceof State.Stopped<C, Q, R> stopped
                ? changed(stopped, Position.STARTING, starting())
                : refused("started"));
    }

    private Mono<Void> changed(State<C, Q, R> from, Position position, Mono<Void> change) {
        // Cached, it has one subscriber of its own and goes on when others cancel.
        Mono<Void> end = change.cache();
        return state.compareAndSet(from, new State.Changing<>(position, end)) ? end : refused("changed");
    }

    private Mono<Void> refused(String asked) {
        String now = position().name().toLowerCase(Locale.ROOT);
        return Mono.error(() -> new Refused(member.id() + " is " + now + ": it cannot be " + asked + " now", true));
    }

    private Mono<Void> stopping(RaftNode<C, Q, R> node, State<C, Q, R> then) {
        return node.close().doOnTerminate(() -> state.set(then));
    }

    private Mono<Void> starting() {
        return Mono.defer(() -> member.start(machines.get()))
                .doOnNext(node -> {
                    state.set(new State.Running<>(node));
                    node.terminated().subscribe(nothing -> {}, failed);
                })
                .doOnError(failure -> state.set(new State.Stopped<>()))
                .then();
    }

    /** Stops it for good, after what is being done to it. */
    Mono<Void> close() {
        return Mono.defer(() -> {
            State<C, Q, R> now = state.get();
            if (now instanceof State.Changing<C, Q, R> changing) {
                return changing.end().onErrorComplete().then(close());
            }
            if (now instanceof State.Running<C, Q, R> running) {
                Mono<Void> end = stopping(running.node(), new State.Closed<>()).cache();
                return state.compareAndSet(now, new State.Changing<>(Position.STOPPING, end)) ? end : close();
            }
            return now instanceof State.Closed || state.compareAndSet(now, new State.Closed<>())
                    ? Mono.empty()
                    : close();
        });
    }
}

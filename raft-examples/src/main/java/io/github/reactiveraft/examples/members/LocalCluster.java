package io.github.reactiveraft.examples.members;

import io.github.reactiveraft.api.MemberStatus;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.StateMachine;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A whole cluster in this process, whose nodes can be stopped and started one by one.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
public final class LocalCluster<C, Q, R> implements NodeSwitches, Running {

    private final SortedMap<NodeId, NodeSwitch<C, Q, R>> switches = new TreeMap<>();
    private final Sinks.Empty<Void> terminated = Sinks.empty();

    private LocalCluster(List<Member> members, Supplier<? extends StateMachine<C, Q, R>> machines) {
        members.forEach(member -> switches.put(
                member.id(), new NodeSwitch<>(member, machines, failure -> terminated.tryEmitError(failure))));
    }

    /**
     * Starts all members; fails, with every node closed again, if one of them cannot start.
     *
     * @param machines makes a state machine for each start of a node
     */
    public static <C, Q, R> Mono<LocalCluster<C, Q, R>> start(
            List<Member> members, Supplier<? extends StateMachine<C, Q, R>> machines) {
        return Mono.defer(() -> {
            LocalCluster<C, Q, R> cluster = new LocalCluster<>(members, machines);
            return cluster.each(NodeSwitch::start)
                    // Several may fail, all for the same reason as a rule.
                    .onErrorMap(failure -> Exceptions.unwrapMultiple(failure).get(0))
                    .thenReturn(cluster)
                    .onErrorResume(failure -> cluster.close().then(Mono.error(failure)));
        });
    }

    private Mono<Void> each(Function<NodeSwitch<C, Q, R>, Mono<Void>> change) {
        return Flux.fromIterable(switches.values())
                .flatMapDelayError(change, switches.size(), 1)
                .then();
    }

    @Override
    public SortedMap<NodeId, Position> positions() {
        SortedMap<NodeId, Position> positions = new TreeMap<>();
        switches.forEach((id, each) -> positions.put(id, each.position()));
        return Collections.unmodifiableSortedMap(positions);
    }

    @Override
    public List<MemberStatus> statuses() {
        return switches.values().stream().map(NodeSwitch::status).toList();
    }

    @Override
    public Mono<Void> stop(NodeId node) {
        return of(node).flatMap(NodeSwitch::stop);
    }

    @Override
    public Mono<Void> start(NodeId node) {
        return of(node).flatMap(NodeSwitch::start);
    }

    private Mono<NodeSwitch<C, Q, R>> of(NodeId node) {
        Mono<NodeSwitch<C, Q, R>> unknown = Mono.error(
                () -> new Refused("There is no node " + node + " here, but there are " + switches.keySet(), false));
        return Mono.justOrEmpty(switches.get(node)).switchIfEmpty(unknown);
    }

    /** Completes when the cluster was closed, not when its nodes were stopped; fails as soon as one had to stop by itself. */
    @Override
    public Mono<Void> terminated() {
        return terminated.asMono();
    }

    /** Stops every node for good, also if one of them fails in it; one that is starting, once it has. */
    @Override
    public Mono<Void> close() {
        return each(NodeSwitch::close).doFinally(end -> terminated.tryEmitEmpty());
    }
}

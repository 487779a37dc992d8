package io.github.reactiveraft.examples.counter.cli;

import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.examples.counter.CounterQuery;
import io.github.reactiveraft.examples.counter.CounterResult;
import io.github.reactiveraft.examples.counter.http.CounterDoor;
import java.util.ArrayList;
import java.util.List;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What runs in one process: some nodes, and an HTTP door in front of the first.
 *
 * @param nodes at least one
 * @param door the open door
 */
record CounterService(List<RaftNode<Long, CounterQuery, CounterResult>> nodes, CounterDoor.Open door) {

    /** Starts the members, then opens the door; fails, with everything closed again, if one of them cannot start. */
    static Mono<CounterService> start(List<Member> members, Address http) {
        CounterDoor door = CounterDoor.listening(http.host(), http.port());
        return Mono.defer(() -> {
            List<RaftNode<Long, CounterQuery, CounterResult>> nodes = new ArrayList<>();
            return Flux.fromIterable(members)
                    .flatMapSequentialDelayError(Member::start, members.size(), 1)
                    .doOnNext(nodes::add)
                    // Several may fail, all for the same reason as a rule.
                    .onErrorMap(failure -> Exceptions.unwrapMultiple(failure).get(0))
                    .then(Mono.defer(() -> door.open(nodes.get(0))
                            .onErrorMap(failure -> StartFailure.cannotListen("HTTP", http, failure))))
                    .map(open -> new CounterService(List.copyOf(nodes), open))
                    .onErrorResume(failure -> closed(nodes).then(Mono.error(failure)));
        });
    }

    /** Completes when every node was closed; fails as soon as one had to stop by itself. */
    Mono<Void> terminated() {
        return Mono.when(nodes.stream().map(RaftNode::terminated).toList());
    }

    /** In the order that leaves no client without an answer: no new requests, then the nodes, then the door. */
    Mono<Void> close() {
        return door.stopAccepting().then(closed(nodes)).then(door.close());
    }

    private static Mono<Void> closed(List<RaftNode<Long, CounterQuery, CounterResult>> nodes) {
        return Mono.whenDelayError(nodes.stream().map(RaftNode::close).toList());
    }
}

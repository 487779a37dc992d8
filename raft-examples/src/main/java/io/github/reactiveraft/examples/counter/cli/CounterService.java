package io.github.reactiveraft.examples.counter.cli;

import io.github.reactiveraft.examples.counter.CounterQuery;
import io.github.reactiveraft.examples.counter.CounterResult;
import io.github.reactiveraft.examples.counter.CounterStateMachine;
import io.github.reactiveraft.examples.counter.http.CounterDoor;
import io.github.reactiveraft.examples.members.Address;
import io.github.reactiveraft.examples.members.Member;
import io.github.reactiveraft.examples.members.Nodes;
import io.github.reactiveraft.examples.members.StartFailure;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * What runs in one process: some nodes, and an HTTP door in front of the first.
 *
 * @param nodes the running nodes
 * @param door the open door
 */
record CounterService(Nodes<Long, CounterQuery, CounterResult> nodes, CounterDoor.Open door) {

    /** Starts the members, then opens the door; fails, with everything closed again, if one of them cannot start. */
    static Mono<CounterService> start(List<Member> members, Address http) {
        CounterDoor door = CounterDoor.listening(http.host(), http.port());
        return Nodes.start(members, CounterStateMachine::new).flatMap(nodes -> door.open(nodes.first())
                .onErrorMap(failure -> StartFailure.cannotListen("HTTP", http, failure))
                .map(open -> new CounterService(nodes, open))
                .onErrorResume(failure -> nodes.close().then(Mono.error(failure))));
    }

    /** Completes when every node was closed; fails as soon as one had to stop by itself. */
    Mono<Void> terminated() {
        return nodes.terminated();
    }

    /** In the order that leaves no client without an answer: no new requests, then the nodes, then the door. */
    Mono<Void> close() {
        return door.stopAccepting().then(nodes.close()).then(door.close());
    }
}

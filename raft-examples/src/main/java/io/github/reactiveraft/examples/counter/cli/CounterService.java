package io.github.reactiveraft.examples.counter.cli;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.examples.counter.CounterQuery;
import io.github.reactiveraft.examples.counter.CounterResult;
import io.github.reactiveraft.examples.counter.CounterStateMachine;
import io.github.reactiveraft.examples.counter.http.CounterDoor;
import io.github.reactiveraft.examples.members.Address;
import io.github.reactiveraft.examples.members.LocalCluster;
import io.github.reactiveraft.examples.members.Member;
import io.github.reactiveraft.examples.members.Nodes;
import io.github.reactiveraft.examples.members.Running;
import io.github.reactiveraft.examples.members.StartFailure;
import io.github.reactiveraft.transport.rsocket.RSocketRaftClient;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * What runs in one process: some nodes, and an HTTP door in front of a client of the cluster.
 *
 * @param nodes what runs here
 * @param client what the door counts with
 * @param door the open door
 */
record CounterService(Running nodes, RaftClient<Long, CounterQuery, CounterResult> client, CounterDoor.Open door) {

    /** One node, and a door that counts with that very node: it needs no connection to itself. */
    static Mono<CounterService> node(Member member, Address http) {
        CounterDoor door = CounterDoor.listening(http.host(), http.port());
        return Nodes.start(List.of(member), CounterStateMachine::new)
                .flatMap(nodes -> opened(
                        nodes,
                        nodes.first(),
                        door.open(nodes.first(), nodes.first().cluster()),
                        http));
    }

    /**
     * All members, and a door that reaches them over the network, as a service of its own would: it counts for as long as a
     * majority runs, whichever. Each can be stopped and started at the door.
     */
    static Mono<CounterService> demo(List<Member> members, Address http) {
        CounterDoor door = CounterDoor.listening(http.host(), http.port());
        Mono<RaftClient<Long, CounterQuery, CounterResult>> connected = RSocketRaftClient.of(
                        new CounterStateMachine(), members.get(0).cluster())
                .seeds(members.stream()
                        .map(member -> member.listen().toString())
                        .toArray(String[]::new))
                .connect();
        return LocalCluster.start(members, CounterStateMachine::new)
                .flatMap(nodes -> connected.flatMap(client -> opened(nodes, client, door.open(client, nodes), http)));
    }

    /** Fails, with everything closed again, if the door cannot be opened. */
    private static Mono<CounterService> opened(
            Running nodes,
            RaftClient<Long, CounterQuery, CounterResult> client,
            Mono<CounterDoor.Open> opening,
            Address http) {
        return opening.onErrorMap(failure -> StartFailure.cannotListen("HTTP", http, failure))
                .map(open -> new CounterService(nodes, client, open))
                .onErrorResume(failure -> nodes.close().then(client.close()).then(Mono.error(failure)));
    }

    /** Completes when the nodes were closed; fails as soon as one had to stop by itself. */
    Mono<Void> terminated() {
        return nodes.terminated();
    }

    /** In the order that leaves nobody without an answer: no new requests, then the nodes, the client, and the door. */
    Mono<Void> close() {
        return door.stopAccepting().then(nodes.close()).then(client.close()).then(door.close());
    }
}

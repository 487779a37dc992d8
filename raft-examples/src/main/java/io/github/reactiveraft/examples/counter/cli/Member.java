package io.github.reactiveraft.examples.counter.cli;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.core.RaftServer;
import io.github.reactiveraft.examples.counter.CounterQuery;
import io.github.reactiveraft.examples.counter.CounterResult;
import io.github.reactiveraft.examples.counter.CounterStateMachine;
import io.github.reactiveraft.transport.rsocket.RSocketRaftTransport;
import java.nio.file.Path;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * One member of a counter cluster, about to be started.
 *
 * @param cluster the cluster's name
 * @param id its own name, one of the peers
 * @param listen where it listens for the others
 * @param peers every member and where the others reach it
 * @param data its directory
 * @param snapshots when it takes snapshots
 */
record Member(String cluster, NodeId id, Address listen, Peers peers, Path data, SnapshotPolicy snapshots) {

    Mono<RaftNode<Long, CounterQuery, CounterResult>> start() {
        RaftSettings settings = RaftSettings.of(
                s -> s.cluster(cluster).node(id.value()).members(peers.names()).snapshots(snapshots));
        RSocketRaftTransport transport = RSocketRaftTransport.listening(listen.toString());
        for (Map.Entry<NodeId, Address> peer : peers.addresses().entrySet()) {
            if (!peer.getKey().equals(id)) {
                transport =
                        transport.peer(peer.getKey().value(), peer.getValue().toString());
            }
        }
        return RaftServer.of(new CounterStateMachine(), settings)
                .transport(transport)
                .directory(data)
                .start();
    }
}

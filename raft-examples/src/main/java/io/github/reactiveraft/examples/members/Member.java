package io.github.reactiveraft.examples.members;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.core.RaftServer;
import io.github.reactiveraft.transport.rsocket.RSocketRaftTransport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import reactor.core.publisher.Mono;

/**
 * One member of a cluster, about to be started.
 *
 * @param cluster the cluster's name
 * @param id its own name, one of the peers
 * @param listen where it listens for the others
 * @param peers every member and where the others reach it
 * @param data its directory
 * @param snapshots when it takes snapshots
 */
public record Member(String cluster, NodeId id, Address listen, Peers peers, Path data, SnapshotPolicy snapshots) {

    /**
     * All members of a cluster on the loopback interface: n1, n2 and so on, each with a directory of its name.
     *
     * @param port they take the free ones after it
     * @param directory where theirs are
     * @throws StartFailure if there are not enough free ports
     */
    public static List<Member> onLoopback(String cluster, int count, int port, Path directory) {
        SortedMap<NodeId, Address> addresses = new TreeMap<>();
        for (int free : FreePorts.after(port, count)) {
            addresses.put(NodeId.of("n" + (addresses.size() + 1)), new Address("127.0.0.1", free));
        }
        Peers peers = new Peers(addresses);
        return addresses.entrySet().stream()
                .map(each -> new Member(
                        cluster,
                        each.getKey(),
                        each.getValue(),
                        peers,
                        directory.resolve(each.getKey().value()),
                        SnapshotPolicy.defaults()))
                .toList();
    }

    <C, Q, R> Mono<RaftNode<C, Q, R>> start(StateMachine<C, Q, R> machine) {
        RaftSettings settings = RaftSettings.of(
                s -> s.cluster(cluster).node(id.value()).members(peers.names()).snapshots(snapshots));
        RSocketRaftTransport transport = RSocketRaftTransport.listening(listen.toString());
        for (Map.Entry<NodeId, Address> peer : peers.addresses().entrySet()) {
            if (!peer.getKey().equals(id)) {
                transport =
                        transport.peer(peer.getKey().value(), peer.getValue().toString());
            }
        }
        return RaftServer.of(machine, settings)
                .transport(transport)
                .directory(data)
                .start();
    }
}

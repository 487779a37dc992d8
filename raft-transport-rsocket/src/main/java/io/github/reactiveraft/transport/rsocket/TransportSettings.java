package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.NodeId;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/**
 * Everything a transport is told before it starts.
 *
 * @param listen where to listen
 * @param peers where the members are reached
 * @param server what to change about accepting
 * @param client what to change about connecting
 * @param workerCount how many threads do the input and output
 * @param connectTimeout how long a connection may take to open
 * @param backoff how long to leave an unreachable peer alone
 */
record TransportSettings(
        Endpoint listen,
        SortedMap<NodeId, Endpoint> peers,
        UnaryOperator<TcpServer> server,
        UnaryOperator<TcpClient> client,
        int workerCount,
        Duration connectTimeout,
        Backoff backoff) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    TransportSettings {
        peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
        if (workerCount < 1 || workerCount > 64) {
            throw new IllegalArgumentException("workers takes 1 to 64, but is " + workerCount);
        }
        if (connectTimeout.compareTo(SHORTEST) < 0 || connectTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("connectTimeout takes 10 ms to 60 s, but is " + connectTimeout);
        }
    }

    static TransportSettings listening(Endpoint listen) {
        return new TransportSettings(
                listen,
                Collections.emptySortedMap(),
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                1,
                Duration.ofSeconds(1),
                new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1)));
    }

    TransportSettings withPeers(Map<NodeId, Endpoint> more) {
        SortedMap<NodeId, Endpoint> all = new TreeMap<>(peers);
        all.putAll(more);
        return new TransportSettings(listen, all, server, client, workerCount, connectTimeout, backoff);
    }

    TransportSettings withServer(UnaryOperator<TcpServer> next) {
        return new TransportSettings(
                listen, peers, s -> next.apply(server.apply(s)), client, workerCount, connectTimeout, backoff);
    }

    TransportSettings withClient(UnaryOperator<TcpClient> next) {
        return new TransportSettings(
                listen, peers, server, c -> next.apply(client.apply(c)), workerCount, connectTimeout, backoff);
    }

    TransportSettings withWorkerCount(int count) {
        return new TransportSettings(listen, peers, server, client, count, connectTimeout, backoff);
    }

    TransportSettings withConnectTimeout(Duration timeout) {
        return new TransportSettings(listen, peers, server, client, workerCount, timeout, backoff);
    }

    TransportSettings withBackoff(Backoff other) {
        return new TransportSettings(listen, peers, server, client, workerCount, connectTimeout, other);
    }
}

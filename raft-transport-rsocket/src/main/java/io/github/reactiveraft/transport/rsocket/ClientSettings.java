package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.session.ClientBounds;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import reactor.netty.tcp.TcpClient;

/**
 * Everything a client is told before it connects.
 *
 * @param cluster the cluster's name
 * @param group the group's
 * @param seeds members to begin with
 * @param tcp what to change about connecting
 * @param connectTimeout how long a connection may take to open
 * @param backoff how long to leave an unreachable member alone
 * @param bounds how long it tries, and how much it takes on
 * @param areReadsSpread whether linearizable reads go to all seeds, and not to the leader only
 */
record ClientSettings(
        String cluster,
        String group,
        List<Endpoint> seeds,
        UnaryOperator<TcpClient> tcp,
        Duration connectTimeout,
        Backoff backoff,
        ClientBounds bounds,
        boolean areReadsSpread) {

    ClientSettings {
        seeds = List.copyOf(seeds);
    }

    static ClientSettings of(String cluster) {
        return new ClientSettings(
                cluster,
                "main",
                List.of(),
                UnaryOperator.identity(),
                Duration.ofSeconds(1),
                new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1)),
                ClientBounds.defaults(),
                false);
    }

    String prefix() {
        return ClientRequest.prefix(cluster, group);
    }

    ClientSettings withGroup(String name) {
        return new ClientSettings(cluster, name, seeds, tcp, connectTimeout, backoff, bounds, areReadsSpread);
    }

    ClientSettings withSeeds(List<Endpoint> all) {
        return new ClientSettings(cluster, group, all, tcp, connectTimeout, backoff, bounds, areReadsSpread);
    }

    ClientSettings withTcp(UnaryOperator<TcpClient> next) {
        return new ClientSettings(
                cluster,
                group,
                seeds,
                client -> next.apply(tcp.apply(client)),
                connectTimeout,
                backoff,
                bounds,
                areReadsSpread);
    }

    ClientSettings with(ClientBounds other) {
        return new ClientSettings(cluster, group, seeds, tcp, connectTimeout, backoff, other, areReadsSpread);
    }

    ClientSettings withReadsSpread() {
        return new ClientSettings(cluster, group, seeds, tcp, connectTimeout, backoff, bounds, true);
    }
}

package io.github.reactiveraft.transport.rsocket;

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
 * @param patience how long to go on trying
 * @param maxCount the most commands that may wait
 * @param maxBytes the most bytes of them
 * @param entryBytes the longest of them
 */
record ClientSettings(
        String cluster,
        String group,
        List<Endpoint> seeds,
        UnaryOperator<TcpClient> tcp,
        Duration connectTimeout,
        Backoff backoff,
        Duration patience,
        int maxCount,
        long maxBytes,
        int entryBytes) {

    /** The largest command, query, answer or change: the most that a node's limits allow. */
    static final int LARGEST = 16 * 1024 * 1024;

    private static final Duration LONGEST_PATIENCE = Duration.ofHours(1);

    ClientSettings {
        if (entryBytes < 1 || entryBytes > LARGEST) {
            throw new IllegalArgumentException("entryBytes takes 1 to " + LARGEST + ", but is " + entryBytes);
        }
        seeds = List.copyOf(seeds);
        if (patience.isNegative() || patience.compareTo(LONGEST_PATIENCE) > 0) {
            throw new IllegalArgumentException("patience takes 0 to 1 h, but is " + patience);
        }
        if (maxCount < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "pending takes 1 or more of both, but is " + maxCount + " and " + maxBytes + " bytes");
        }
    }

    static ClientSettings of(String cluster) {
        return new ClientSettings(
                cluster,
                "main",
                List.of(),
                UnaryOperator.identity(),
                Duration.ofSeconds(1),
                new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1)),
                Duration.ofSeconds(10),
                16_384,
                32L * 1024 * 1024,
                LARGEST);
    }

    String prefix() {
        return ClientRequest.prefix(cluster, group);
    }

    ClientSettings withGroup(String name) {
        return new ClientSettings(
                cluster, name, seeds, tcp, connectTimeout, backoff, patience, maxCount, maxBytes, entryBytes);
    }

    ClientSettings withSeeds(List<Endpoint> all) {
        return new ClientSettings(
                cluster, group, all, tcp, connectTimeout, backoff, patience, maxCount, maxBytes, entryBytes);
    }

    ClientSettings withTcp(UnaryOperator<TcpClient> next) {
        return new ClientSettings(
                cluster,
                group,
                seeds,
                client -> next.apply(tcp.apply(client)),
                connectTimeout,
                backoff,
                patience,
                maxCount,
                maxBytes,
                entryBytes);
    }

    ClientSettings withPatience(Duration time) {
        return new ClientSettings(
                cluster, group, seeds, tcp, connectTimeout, backoff, time, maxCount, maxBytes, entryBytes);
    }

    ClientSettings withPending(int count, long bytes) {
        return new ClientSettings(
                cluster, group, seeds, tcp, connectTimeout, backoff, patience, count, bytes, entryBytes);
    }

    ClientSettings withEntryBytes(int bytes) {
        return new ClientSettings(
                cluster, group, seeds, tcp, connectTimeout, backoff, patience, maxCount, maxBytes, bytes);
    }
}

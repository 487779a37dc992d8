package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.Codecs;
import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.session.GatewayClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpClient;

/**
 * Describes a client of a cluster in another process, and connects it. Immutable: every method returns another description;
 * nothing happens until {@link #connect} is subscribed to, and each subscription makes a client.
 *
 * <pre>{@code
 * RSocketRaftClient.of(new CounterStateMachine(), "counter")
 *         .seeds("10.0.0.1:7001", "10.0.0.2:7001", "10.0.0.3:7001")
 *         .connect()
 * }</pre>
 *
 * <p>The client finds the leader and goes on finding it. Its commands are executed once: they have a session of their own.
 * What definitely was not done, because nobody leads for a while or a queue is full, it tries again, after 10 ms first and
 * after a second at last, until its patience ends. Any RSocket client can do the same, see {@code docs/protocol.md}.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
public final class RSocketRaftClient<C, Q, R> {

    private final Codecs<C, Q, R> codecs;
    private final ClientSettings settings;

    private RSocketRaftClient(Codecs<C, Q, R> codecs, ClientSettings settings) {
        this.codecs = codecs;
        this.settings = settings;
    }

    /**
     * Begins a description.
     *
     * @param codecs those of the cluster's state machine, or one of its state machines itself; called on any thread
     * @param cluster the cluster's name: members of another one refuse
     * @throws IllegalArgumentException if no cluster has such a name
     */
    public static <C, Q, R> RSocketRaftClient<C, Q, R> of(Codecs<C, Q, R> codecs, String cluster) {
        ClientSettings settings = ClientSettings.of(cluster);
        ClientRequest.prefix(settings.cluster(), settings.group());
        return new RSocketRaftClient<>(codecs, settings);
    }

    /** Names the consensus group; change it only when one cluster runs several. */
    public RSocketRaftClient<C, Q, R> group(String name) {
        ClientRequest.prefix(settings.cluster(), name);
        return with(settings.withGroup(name));
    }

    /**
     * Where members are reached: some to begin with, best all, and at the addresses that they know each other by. With two or more, the
     * client hears of a new leader from another member, should the former one's host be out of reach. Required.
     *
     * @param addresses {@code host:port}, an IPv6 address in brackets
     * @throws IllegalArgumentException if one of them is none
     */
    public RSocketRaftClient<C, Q, R> seeds(String... addresses) {
        return with(settings.withSeeds(
                Arrays.stream(addresses).map(Endpoint::toReach).toList()));
    }

    /** Changes how connections are made, TLS for example; runs after what this client sets itself. */
    public RSocketRaftClient<C, Q, R> client(UnaryOperator<TcpClient> customizer) {
        return with(settings.withTcp(customizer));
    }

    /**
     * For how long a command or read is tried again, and then, if its outcome was not seen, asked for; 0 to 1 h, default 10 s.
     */
    public RSocketRaftClient<C, Q, R> patience(Duration time) {
        return with(settings.with(settings.bounds().withPatience(time)));
    }

    /** How many commands and reads, and bytes of them, may wait; beyond that the answer is {@link RaftException.Overloaded} at once. */
    public RSocketRaftClient<C, Q, R> pending(int count, long bytes) {
        return with(settings.with(settings.bounds().withPending(count, bytes)));
    }

    /**
     * The longest command or query, 1 byte to 16 MiB, default 16 MiB: not more than the cluster's own limit, for members
     * close a connection on which a longer one comes.
     */
    public RSocketRaftClient<C, Q, R> entryBytes(int bytes) {
        return with(settings.with(settings.bounds().withEntryBytes(bytes)));
    }

    /**
     * Has all seeds answer linearizable reads, each from its own state, once that has got to an index for which it asks the leader:
     * members share the work, and a read takes a round trip more. Without it the leader answers them all. A member that is of no
     * use is left alone for a second, and the leader asked in its place.
     */
    public RSocketRaftClient<C, Q, R> readsFromFollowers() {
        return with(settings.withReadsSpread());
    }

    /** The client; it looks for the cluster meanwhile, and on if there is none yet. Close it when it is needed no more. */
    public Mono<RaftClient<C, Q, R>> connect() {
        return Mono.fromSupplier(() -> {
            if (settings.seeds().isEmpty()) {
                throw new IllegalStateException("A client needs members to begin with: call seeds(…) before connect()");
            }
            ClusterLinks links = new ClusterLinks(settings);
            ClientCalls calls = new ClientCalls(links, settings);
            return new GatewayClient<>(codecs, calls, settings.bounds(), links.timers(), links.close());
        });
    }

    private RSocketRaftClient<C, Q, R> with(ClientSettings other) {
        return new RSocketRaftClient<>(codecs, other);
    }
}

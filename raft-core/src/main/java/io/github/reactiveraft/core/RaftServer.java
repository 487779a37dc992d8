package io.github.reactiveraft.core;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.NodeTime;
import io.github.reactiveraft.api.spi.RaftTransport;
import io.github.reactiveraft.api.spi.StorageIdentity;
import io.github.reactiveraft.core.runtime.NodeParts;
import io.github.reactiveraft.core.runtime.RunningNode;
import io.github.reactiveraft.core.runtime.StepObserver;
import io.github.reactiveraft.core.storage.RaftStorage;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Describes a node and starts it. Immutable: every method returns another description; nothing happens until
 * {@link #start} is subscribed to, and each subscription starts a node.
 *
 * <pre>{@code
 * RaftServer.of(new CounterStateMachine(), settings)
 *         .transport(transport)
 *         .directory(directory)
 *         .start()
 * }</pre>
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
public final class RaftServer<C, Q, R> {

    private final StateMachine<C, Q, R> machine;
    private final RaftSettings settings;
    private final Plugs plugs;

    private RaftServer(StateMachine<C, Q, R> machine, RaftSettings settings, Plugs plugs) {
        this.machine = machine;
        this.settings = settings;
        this.plugs = plugs;
    }

    /**
     * Begins a description. The state machine belongs to the one node that is started from it.
     *
     * @param machine a state machine that nothing was applied to yet
     */
    public static <C, Q, R> RaftServer<C, Q, R> of(StateMachine<C, Q, R> machine, RaftSettings settings) {
        return new RaftServer<>(machine, settings, Plugs.NONE);
    }

    /** How the node reaches its peers; without one it can only be a cluster of itself. Required. */
    public RaftServer<C, Q, R> transport(RaftTransport transport) {
        return with(new Plugs(transport, plugs.storage, plugs.lanes, plugs.time, plugs.random, plugs.observer));
    }

    /** Where the log is. Required. */
    public RaftServer<C, Q, R> storage(LogStorage storage) {
        return with(new Plugs(plugs.transport, storage, plugs.lanes, plugs.time, plugs.random, plugs.observer));
    }

    /** Keeps the log in files of a directory of its own, which is created if it is missing. */
    public RaftServer<C, Q, R> directory(Path directory) {
        return storage(RaftStorage.in(directory).log());
    }

    /**
     * Runs the node on lanes of the caller, which outlive it. Each must run one task at a time, in order; the io lane's
     * tasks block and must not be interrupted. Default: a thread of the node's own for files, and for the rest the {@link
     * RaftTransport#lane transport's}, or another of its own.
     */
    public RaftServer<C, Q, R> lanes(Scheduler loop, Scheduler io) {
        Lanes lanes = Lanes.lent(loop, io);
        return with(new Plugs(plugs.transport, plugs.storage, lanes, plugs.time, plugs.random, plugs.observer));
    }

    /** Replaces the machine's clocks. */
    public RaftServer<C, Q, R> time(NodeTime time) {
        return with(new Plugs(plugs.transport, plugs.storage, plugs.lanes, time, plugs.random, plugs.observer));
    }

    /** Replaces the source of randomness; it is used by one thread only. */
    public RaftServer<C, Q, R> random(RandomGenerator random) {
        return with(new Plugs(plugs.transport, plugs.storage, plugs.lanes, plugs.time, random, plugs.observer));
    }

    /** Lets a test kit watch every step. */
    public RaftServer<C, Q, R> observe(StepObserver observer) {
        return with(new Plugs(plugs.transport, plugs.storage, plugs.lanes, plugs.time, plugs.random, observer));
    }

    /**
     * Starts the node: opens the storage, then the door to the peers, and last the flows. Cancelling closes again
     * whatever is open by then.
     *
     * @return the running node; or {@link RaftException.Fatal} with one clear line (directory in use or not ours, damaged
     *     file, busy port), everything closed again
     */
    public Mono<RaftNode<C, Q, R>> start() {
        return Mono.defer(() -> {
            RaftTransport transport = required(plugs.transport, "transport");
            LogStorage storage = required(plugs.storage, "storage");
            Lanes lanes;
            try {
                lanes = plugs.lanes != null ? plugs.lanes : Lanes.of(settings.node(), transport);
            } catch (IllegalStateException unusable) {
                return Mono.error(fatal(unusable));
            }
            RandomGenerator random =
                    plugs.random != null ? plugs.random : new SplittableRandom(new SecureRandom().nextLong());
            NodeParts parts = new NodeParts(
                    settings, transport, storage, lanes.loop(), lanes.io(), plugs.time, random, plugs.observer);
            return Mono.usingWhen(
                            Mono.just(parts),
                            this::start,
                            started -> Mono.empty(),
                            (given, failure) -> abandon(given).then(lanes.end()),
                            given -> abandon(given).then(lanes.end()))
                    .doOnNext(node -> node.terminated()
                            .onErrorComplete()
                            .then(lanes.end())
                            .subscribe())
                    .onErrorMap(this::fatal);
        });
    }

    private Mono<RaftNode<C, Q, R>> start(NodeParts parts) {
        StorageIdentity identity = new StorageIdentity(
                settings.cluster(),
                settings.group(),
                settings.node(),
                new Membership(settings.members()),
                parts.random().nextLong(1, Long.MAX_VALUE),
                settings.limits().entryBytes());
        return parts.onIo(() -> parts.storage().open(identity))
                .flatMap(recovered -> new RunningNode<>(parts, recovered, machine).start());
    }

    private static Mono<Void> abandon(NodeParts parts) {
        return parts.transport()
                .stop()
                .then(parts.onIo(() -> {
                    parts.storage().close();
                    return true;
                }))
                .then();
    }

    private RaftException fatal(Throwable failure) {
        if (failure instanceof RaftException known) {
            return known;
        }
        return new RaftException.Fatal(settings.node() + " cannot start: " + failure.getMessage(), failure);
    }

    private RaftServer<C, Q, R> with(Plugs newPlugs) {
        return new RaftServer<>(machine, settings, newPlugs);
    }

    private static <T> T required(@Nullable T plug, String name) {
        if (plug == null) {
            throw new IllegalStateException("A node needs a " + name + ": call " + name + "(…) before start()");
        }
        return plug;
    }

    private record Plugs(
            @Nullable RaftTransport transport,
            @Nullable LogStorage storage,
            @Nullable Lanes lanes,
            NodeTime time,
            @Nullable RandomGenerator random,
            StepObserver observer) {

        static final Plugs NONE = new Plugs(null, null, null, new SystemNodeTime(), null, StepObserver.NONE);
    }
}

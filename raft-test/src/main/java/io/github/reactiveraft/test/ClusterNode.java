package io.github.reactiveraft.test;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.test.sim.SimCluster;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One node of a {@link RaftCluster}, through all its lives: the same handle before and after a crash. What is done here
 * is tried once, on this node and nowhere else; a node that is just starting is waited for.
 *
 * <p>Every {@code Mono} and {@code Flux} moves virtual time as {@link RaftCluster} says. Belongs to the thread that made
 * the cluster.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
public final class ClusterNode<C, Q, R> {

    private final SimCluster<C, Q, R> cluster;
    private final int index;
    private final Machines machines;
    private final ClusterRun run;
    private final Driver driver;
    private Sinks.Empty<Void> crash = Sinks.empty();

    ClusterNode(SimCluster<C, Q, R> cluster, int index, Machines machines, ClusterRun run, Driver driver) {
        this.cluster = cluster;
        this.index = index;
        this.machines = machines;
        this.run = run;
        this.driver = driver;
    }

    /** The node's name: n1, n2 and so on. */
    public NodeId id() {
        return cluster.id(index);
    }

    /**
     * Hands one command to this node, which passes it on if it follows. One command, however often it is subscribed to,
     * as {@link RaftNode#submit} says. A paused node answers when it is resumed.
     *
     * @return the result, or one of the errors of {@link RaftNode#submit}: {@link RaftException.Unavailable} if the node
     *     is down, {@link RaftException.OutcomeUnknown} if it crashes meanwhile
     */
    public Mono<R> submit(C command) {
        return driver.mono(new OneCommand<>(life(), command).outcome().publishOn(run.clients()));
    }

    /**
     * One linearizable read through this node for each subscription.
     *
     * @return the answer, or one of the errors of {@link RaftNode#read}: {@link RaftException.Unavailable} if the node is
     *     down or crashes meanwhile
     */
    public Mono<R> read(Q query) {
        return read(query, ReadMode.LINEARIZABLE);
    }

    /** See {@link RaftNode#read(Object, ReadMode)}. */
    public Mono<R> read(Q query, ReadMode mode) {
        return driver.mono(life().flatMap(node -> node.read(query, mode)).publishOn(run.clients()));
    }

    /**
     * The changes that this node applies from the subscription on, or, if it is just starting, from its start on. Endless:
     * request as many as should come, or {@code take} them. Ends with {@link RaftException.Unavailable} when the node
     * crashes, or at once if it is down.
     */
    public Flux<Change<R>> watch() {
        return driver.flux(life().flatMapMany(NodeLife::watch).publishOn(run.clients(), 1));
    }

    /**
     * The changes from an index on, as {@link RaftNode#watch(long)} says; otherwise as {@link #watch()}. On the same node after
     * a restart, or on another one, with the index behind the last that was seen, it goes on.
     */
    public Flux<Change<R>> watch(long fromIndex) {
        return driver.flux(life().flatMapMany(life -> life.watch(fromIndex)).publishOn(run.clients(), 1));
    }

    /** The node's own view of itself, which may be out of date; empty while it is down or not yet started completely. */
    public Optional<RaftStatus> status() {
        return cluster.status(index);
    }

    /** Whether the node has a process: true from the start to a crash, a power cut or a {@link #failure}. */
    public boolean isUp() {
        return machines.isUp(index);
    }

    /** Whether the node's process stands still, from a pause to its end or until it is resumed. */
    public boolean isPaused() {
        return cluster.isPaused(index);
    }

    /**
     * Why the node stopped by itself, which it does when it is to start on a disk without the room that takes; empty again
     * from its next start on. If a node stops although the test gave it no reason, the run has failed instead.
     */
    public Optional<Throwable> failure() {
        return machines.failure(index);
    }

    /** Whether the node takes itself for the leader; one that is cut off may do so for a while after others do. */
    public boolean isLeader() {
        return cluster.isLeader(index);
    }

    /**
     * The production node of this life, for all that has no method here and for subscriptions in the background: its
     * publishers do not move time, they signal while something else does. Nobody tells them about a crash. Empty while
     * the node is down or not yet started completely.
     */
    public Optional<RaftNode<C, Q, R>> raft() {
        return cluster.node(index);
    }

    int index() {
        return index;
    }

    Mono<NodeLife<C, Q, R>> life() {
        return run.await(() -> {
            if (!isUp()) {
                throw new RaftException.Unavailable(id() + " is down");
            }
            return raft().map(node -> new NodeLife<>(node, crash));
        });
    }

    boolean isRunning() {
        return isUp() && !isPaused();
    }

    /** What is left of the process when the node has closed, goes as well, unless another was started meanwhile. */
    Mono<Void> stop() {
        return driver.mono(Mono.defer(() -> {
            Optional<RaftNode<C, Q, R>> stopping = isUp() ? raft() : Optional.empty();
            return stopping.map(node -> node.close().publishOn(run.clients()).doOnSuccess(none -> {
                        if (raft().equals(stopping)) {
                            machines.stopped(index);
                            crash.tryEmitEmpty();
                        }
                    }))
                    .orElse(Mono.empty());
        }));
    }

    void crash() {
        machines.crash(index);
        crash.tryEmitEmpty();
    }

    void powerCut() {
        machines.powerCut(index);
        crash.tryEmitEmpty();
    }

    void restart() {
        crash.tryEmitEmpty();
        crash = Sinks.empty();
        machines.restart(index);
    }

    /** The name. */
    @Override
    public String toString() {
        return id().value();
    }
}

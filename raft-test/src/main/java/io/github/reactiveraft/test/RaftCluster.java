package io.github.reactiveraft.test;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.test.sim.NetworkModel;
import io.github.reactiveraft.test.sim.SimCluster;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A whole cluster with your state machine on it, on the test's thread and in virtual time: production nodes, simulated
 * network, disks, clocks and threads, one seed that decides everything, and every safety rule of Raft checked at every
 * step.
 *
 * <pre>{@code
 * RaftCluster<Long, String, Long> cluster = RaftCluster.simulated(Tally::new);
 * StepVerifier.create(cluster.submit(5L)).expectNext(5L).verifyComplete();
 * }</pre>
 *
 * <p><b>Time</b> stands still until somebody moves it: {@link #advance}, or a subscriber. Subscribing to a {@code Mono}
 * or {@code Flux} of this class, and requesting from one, runs the simulation inside that call until it has ended or the
 * demand is met. From inside the simulation, as in {@code submit(1L).then(read("total"))}, it does not: whoever subscribed
 * first goes on. Operators that subscribe to one after the other wait for one after the other; what shall go on at the
 * same time, or takes time of its own, goes as a whole through {@link #drive(Flux)}. All signals come on the test's
 * thread.
 *
 * <p><b>Failures</b> name the seed and the line that repeats the run. If a safety rule breaks, the state machine throws
 * or a node stops without a reason, the run is over: everybody who waits gets an {@link AssertionError}, and so does
 * everybody after. If the limit of virtual time is over, default 60 s, only those get one who waited. Everything else is
 * a {@link RaftException}, as in production.
 *
 * <p>Belongs to the thread that made it; a call from another one is refused with an {@link IllegalStateException}.
 * Clusters on several threads do not know of each other.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
public final class RaftCluster<C, Q, R> {

    private static final Duration CLIENT_PATIENCE = Duration.ofSeconds(10);

    private final SimCluster<C, Q, R> cluster;
    private final Machines machines;
    private final ClusterRun run;
    private final Driver driver;
    private final Partitions partitions;
    private final List<ClusterNode<C, Q, R>> nodes;
    private final Leadership<C, Q, R> leadership;
    private final Chaos chaos;

    private RaftCluster(SimCluster<C, Q, R> cluster, RaftClusterSpec spec) {
        this.cluster = cluster;
        this.machines = new Machines(cluster, spec.hasDisks());
        this.run = new ClusterRun(cluster, machines, spec.reproduction());
        this.driver = new Driver(run, spec.limit());
        this.partitions = new Partitions(cluster);
        this.nodes = IntStream.range(0, cluster.size())
                .mapToObj(index -> new ClusterNode<>(cluster, index, machines, run, driver))
                .toList();
        this.leadership = new Leadership<>(nodes, partitions);
        this.chaos = new Chaos(this, partitions, cluster.simulation().random("chaos"), spec.hasDisks());
        cluster.startAll();
    }

    /** Three nodes with default settings and seed 0. */
    public static <C, Q, R> RaftCluster<C, Q, R> simulated(Supplier<? extends StateMachine<C, Q, R>> machines) {
        return simulated(machines, spec -> {});
    }

    /**
     * A cluster whose nodes are all starting and connected; time has not moved yet.
     *
     * @param machines makes a state machine that nothing was applied to, for every start of a node
     * @param spec says what differs from the defaults
     * @throws IllegalArgumentException if the spec or its settings are out of range
     */
    public static <C, Q, R> RaftCluster<C, Q, R> simulated(
            Supplier<? extends StateMachine<C, Q, R>> machines, Consumer<RaftClusterSpec> spec) {
        RaftClusterSpec described = new RaftClusterSpec();
        spec.accept(described);
        return new RaftCluster<>(SimCluster.of(machines::get, described::describe), described);
    }

    /**
     * Has one command executed, as a patient client of the whole cluster does it: finds the leader of the majority,
     * waiting for one if it must, and tries again for as long as the answer is {@link RaftException.NotLeader} or
     * {@link RaftException.Unavailable}. One command, however often it is subscribed to.
     *
     * @return the result; or {@link RaftException.OutcomeUnknown}, which no client may retry blindly, or another error of
     *     {@code RaftNode.submit}
     */
    public Mono<R> submit(C command) {
        OneCommand<C, R> once = new OneCommand<>(leaderLife(), command);
        return driver.mono(once.outcome().retryWhen(run.patience()).publishOn(run.clients()));
    }

    /** One linearizable read for each subscription, as patient as {@link #submit}. */
    public Mono<R> read(Q query) {
        return driver.mono(leaderLife()
                .flatMap(node -> node.read(query, ReadMode.LINEARIZABLE))
                .retryWhen(run.patience())
                .publishOn(run.clients()));
    }

    /**
     * A client in a process of its own, for what takes a {@link RaftClient} in production: the production client over the
     * simulated network, on which its requests and answers get lost, late and doubled as those of nodes do. It goes to
     * another node when one is of no use, and tries for up to 10 s.
     *
     * @param name tells it from others; another name, other chances
     */
    public RaftClient<C, Q, R> client(String name) {
        return new DrivenClient<>(cluster.client(name, CLIENT_PATIENCE), driver, run.clients());
    }

    /** Moves time for a Mono composed of this cluster's publishers, or of anything on its {@link #scheduler()}. */
    public <T> Mono<T> drive(Mono<T> whole) {
        return driver.mono(whole);
    }

    /**
     * Moves time for a Flux composed of this cluster's publishers, or of anything on its {@link #scheduler()}: all of it
     * is subscribed to before time moves, so its parts go on side by side.
     */
    public <T> Flux<T> drive(Flux<T> whole) {
        return driver.flux(whole);
    }

    /** A scheduler on this cluster's time, for operators such as {@code timeout} or {@code delayElement}. */
    public Scheduler scheduler() {
        return run.clients();
    }

    /** All nodes, up or down, in the order of their numbers. */
    public List<ClusterNode<C, Q, R>> nodes() {
        return nodes;
    }

    /**
     * A node by its number, from 1.
     *
     * @throws IllegalArgumentException if there is none
     */
    public ClusterNode<C, Q, R> node(int number) {
        return node("n" + number);
    }

    /**
     * A node by its name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public ClusterNode<C, Q, R> node(String name) {
        return nodes.stream()
                .filter(node -> node.id().value().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no node " + name + ", only " + nodes));
    }

    /**
     * The node that leads the majority now. One that merely takes itself for the leader, being cut off or paused, does
     * not count.
     *
     * @throws AssertionError if there is none at this moment: subscribe to {@link #awaitLeader} first
     */
    public ClusterNode<C, Q, R> leader() {
        return leadership.current().orElseThrow(() -> run.failure("nobody leads now: awaitLeader() first"));
    }

    /** The nodes that are up beside the {@link #leader()}, those that are cut off or paused included. */
    public List<ClusterNode<C, Q, R>> followers() {
        ClusterNode<C, Q, R> leader = leader();
        return nodes.stream().filter(node -> node.isUp() && node != leader).toList();
    }

    /** The node that leads the majority, as soon as one does. */
    public Mono<ClusterNode<C, Q, R>> awaitLeader() {
        return driver.mono(run.await(leadership::current));
    }

    /**
     * Completes as soon as there is a leader and it, and every node that it can talk to, has applied everything in its
     * log. Nodes that are down or paused are not waited for.
     */
    public Mono<Void> awaitConverged() {
        return driver.mono(run.await(leadership::converged).then());
    }

    /** Cuts these nodes off from all others, both ways; they go on talking to each other. */
    public void partition(ClusterNode<?, ?, ?>... together) {
        partitions.part(
                Stream.of(together).map(this::own).map(ClusterNode::index).toList());
    }

    /** Cuts a node off from all others, both ways. */
    public void isolate(ClusterNode<?, ?, ?> node) {
        partition(node);
    }

    /** Lets everything from one node to another take so much longer; the way back is another link. Zero ends it. */
    public void slowLink(ClusterNode<?, ?, ?> from, ClusterNode<?, ?, ?> to, Duration delay) {
        Machines.requireDelay(delay);
        cluster.network().link(own(from).id(), own(to).id()).slow(delay, Duration.ZERO);
    }

    /** Lets every node talk to every other again: ends partitions and slow links. */
    public void heal() {
        run.requireOwner();
        partitions.heal();
        cluster.network().calm();
    }

    /** Lets messages travel in another way from now on: {@link NetworkModel#unreliable} loses some, for example. */
    public void network(NetworkModel model) {
        run.requireOwner();
        cluster.network().model(model);
    }

    /** Kills a node's process as {@code kill -9} does; what it has written stays. */
    public void crash(ClusterNode<?, ?, ?> node) {
        own(node).crash();
    }

    /**
     * Cuts the power of a node's machine: the process dies, and so does what it has written but not yet made durable, in
     * whole, in part or not at all.
     *
     * @throws IllegalStateException if the spec brings a storage of its own
     */
    public void powerCut(ClusterNode<?, ?, ?> node) {
        own(node).powerCut();
    }

    /**
     * Stops a node as an operator does, with {@link RaftNode#close}: a leader hands over first. Completes when the node is
     * down, at once if it is already; moves virtual time. {@link #restart} starts it again.
     */
    public Mono<Void> stop(ClusterNode<C, Q, R> node) {
        return own(node).stop();
    }

    /** Starts a node, killing it first if it runs, with what its disk holds; a partition it is in stays. */
    public void restart(ClusterNode<?, ?, ?> node) {
        own(node).restart();
    }

    /**
     * Lets a node's process stand still, as a long garbage collection does: it keeps its connections and answers nobody.
     * Does nothing to a node that is down.
     */
    public void pause(ClusterNode<?, ?, ?> node) {
        machines.pause(own(node).index());
    }

    /** Lets a paused node go on, with everything that has become due meanwhile. */
    public void resume(ClusterNode<?, ?, ?> node) {
        machines.resume(own(node).index());
    }

    /**
     * Lets every step of a node wait up to this long for a processor, until the process ends; zero ends it. Does nothing
     * to a node that is down.
     */
    public void slow(ClusterNode<?, ?, ?> node, Duration longestDelay) {
        machines.slow(own(node).index(), longestDelay);
    }

    /**
     * Lets a node's clocks run so many times as fast as time, 0.1 to 10, until the process ends. Does nothing to a node
     * that is down.
     */
    public void clockRate(ClusterNode<?, ?, ?> node, double factor) {
        machines.clockRate(own(node).index(), factor);
    }

    /**
     * Lets a node's file work take so many times as long as the usual 0.1 to 2 ms, until the process ends; 1 ends it. Does
     * nothing to a node that is down.
     */
    public void slowDisk(ClusterNode<?, ?, ?> node, int factor) {
        machines.slowDisk(own(node).index(), factor);
    }

    /** Lets a node's file work stand still, that which is under way as well. Does nothing to a node that is down. */
    public void stallDisk(ClusterNode<?, ?, ?> node) {
        machines.stallDisk(own(node).index(), true);
    }

    /** Lets a node's file work go on. */
    public void resumeDisk(ClusterNode<?, ?, ?> node) {
        machines.stallDisk(own(node).index(), false);
    }

    /**
     * Leaves no room on a node's disk. When the node needs a new log file it takes no more entries, and does not lead,
     * until there is room again; then it goes on by itself.
     *
     * @throws IllegalStateException if the spec brings a storage of its own
     */
    public void fullDisk(ClusterNode<?, ?, ?> node) {
        machines.fullDisk(own(node).index(), true);
    }

    /**
     * Makes room on a node's disk.
     *
     * @throws IllegalStateException if the spec brings a storage of its own
     */
    public void freeDisk(ClusterNode<?, ?, ?> node) {
        machines.fullDisk(own(node).index(), false);
    }

    /**
     * Breaks things for so long, one after the other, drawn from the seed: crashes, cuts the power of, pauses and isolates
     * nodes, and parts them in two groups, each for up to three seconds. The majority may be lost meanwhile. At the end, or
     * when it is cancelled, all nodes run again and can talk to each other, those included that the test took down itself.
     * On a storage of the spec's own there are no power cuts.
     *
     * <p>Side by side with clients it goes through {@link #drive(Flux)}. The limit of those who wait counts from its end.
     */
    public Mono<Void> chaos(Duration duration) {
        return driver.mono(Mono.defer(() -> {
            driver.occupy(duration);
            return chaos.during(duration);
        }));
    }

    /**
     * Lets virtual time pass; with StepVerifier, {@code then(() -> cluster.advance(..))} in place of {@code thenAwait}.
     *
     * @throws AssertionError if the run failed, now or before
     * @throws IllegalStateException from inside the simulation: delay something on {@link #scheduler()} there
     */
    public void advance(Duration duration) {
        driver.advance(duration);
    }

    /** How much virtual time has passed. */
    public Duration elapsed() {
        return cluster.simulation().elapsed();
    }

    /** What decides this run. */
    public long seed() {
        return cluster.simulation().seed();
    }

    /** Stands for everything that happened so far, in its order: two runs with the same number were the same run. */
    public long traceHash() {
        return cluster.simulation().traceHash();
    }

    /**
     * Looks whether the run has failed, even if nobody noticed; {@link RaftClusterExtension} does this after every test.
     *
     * @throws AssertionError if it has
     */
    public void check() {
        cluster.simulation().failure().ifPresent(failure -> {
            throw failure;
        });
    }

    private Mono<NodeLife<C, Q, R>> leaderLife() {
        return run.await(leadership::current).flatMap(ClusterNode::life);
    }

    private ClusterNode<?, ?, ?> own(ClusterNode<?, ?, ?> node) {
        run.requireOwner();
        if (!nodes.contains(node)) {
            throw new IllegalArgumentException("This " + node + " is a node of another cluster");
        }
        return node;
    }
}

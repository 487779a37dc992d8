package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.api.session.ClientBounds;
import io.github.reactiveraft.api.session.GatewayClient;
import io.github.reactiveraft.test.sim.check.SafetyChecks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A cluster of production nodes in virtual time, every safety rule of Raft checked at every step. Nothing happens but
 * while time is moved, by {@link #advance} or {@link #runUntil}. Nodes are numbered from 0.
 *
 * <p>A broken rule ends the run with an {@link AssertionError} that names the seed and shows what happened last. Belongs
 * to the thread that created it.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
public final class SimCluster<C, Q, R> {

    private final Simulation simulation;
    private final SimNetwork network;
    private final SafetyChecks checks;
    private final Supplier<StateMachine<C, Q, R>> machines;
    private final List<SimNode<C, Q, R>> nodes = new ArrayList<>();
    private final boolean[] connected;
    private NodeFailures failures;

    private SimCluster(Supplier<StateMachine<C, Q, R>> machines, ClusterSpec spec) {
        String[] names = IntStream.rangeClosed(1, spec.nodeCount())
                .mapToObj(number -> "n" + number)
                .toArray(String[]::new);
        List<NodeId> ids = Stream.of(names).map(NodeId::of).toList();
        this.machines = machines;
        this.simulation = spec.simulation();
        this.network = new SimNetwork(simulation, ids);
        this.checks = new SafetyChecks(ids);
        this.connected = new boolean[names.length];
        this.failures = (node, isStart, cause) -> simulation.fail(cause);
        ClusterWatch watch = new ClusterWatch(simulation, checks);
        network.model(spec.network());
        network.observe(watch);
        SimNode.Surroundings surroundings = new SimNode.Surroundings(
                simulation, network, watch, checks, (node, isStart, cause) -> failures.onFailure(node, isStart, cause));
        List<C> everything = new ArrayList<>();
        for (String name : names) {
            nodes.add(new SimNode<>(
                    surroundings,
                    spec.settingsOf(name, names),
                    machines,
                    spec.media().of(simulation, name),
                    everything));
        }
        IntStream.range(0, names.length).forEach(this::disconnect);
    }

    /**
     * Describes a cluster; none of its nodes is started.
     *
     * @param machines makes a state machine that nothing was applied to, for every start of a node
     * @param spec says what differs from the defaults
     */
    public static <C, Q, R> SimCluster<C, Q, R> of(
            Supplier<StateMachine<C, Q, R>> machines, Consumer<ClusterSpec> spec) {
        ClusterSpec described = new ClusterSpec();
        spec.accept(described);
        return new SimCluster<>(machines, described);
    }

    /** Time, chance and the trace of this run. */
    public Simulation simulation() {
        return simulation;
    }

    /** The network between the nodes. */
    public SimNetwork network() {
        return network;
    }

    /** What was done to this cluster. */
    public FaultLog faults() {
        return network.faults();
    }

    /** What is known about all nodes together: what is committed, what their disks hold. */
    public SafetyChecks checks() {
        return checks;
    }

    /** How many members there are. */
    public int size() {
        return nodes.size();
    }

    /** A member's name. */
    public NodeId id(int node) {
        return nodes.get(node).id();
    }

    /**
     * The number of the member of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public int number(NodeId id) {
        return IntStream.range(0, size())
                .filter(node -> id(node).equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No member is called " + id));
    }

    /** Lets time pass. */
    public void advance(Duration duration) {
        simulation.advance(duration);
    }

    /** Lets time pass until a condition holds or the limit is over; answers whether it holds. */
    public boolean runUntil(BooleanSupplier condition, Duration limit) {
        return simulation.runUntil(condition, limit);
    }

    /** Starts and connects every member that is down. */
    public void startAll() {
        for (int node = 0; node < size(); node++) {
            if (!isUp(node)) {
                start(node);
            }
            connect(node);
        }
    }

    /** Starts a member with what its disk holds, killing the process it may still have. Connects it to nobody. */
    public void start(int node) {
        crash(node);
        nodes.get(node).start();
    }

    /** Disconnects a member and kills its process; its disk stays. */
    public void crash(int node) {
        disconnect(node);
        nodes.get(node).kill(false);
    }

    /** Kills a member's process, as {@code kill -9} does; its links stay as they are. */
    public void kill(int node) {
        nodes.get(node).kill(false);
    }

    /** Cuts a member's power: its process dies, and its disk loses what it had not made durable. */
    public void powerCut(int node) {
        nodes.get(node).kill(true);
    }

    /** Starts a member that is down; its links stay as they are. */
    public void boot(int node) {
        nodes.get(node).start();
    }

    /** A member's process, to be held up; empty while the member is down. */
    public Optional<SimProcess> process(int node) {
        return Optional.ofNullable(nodes.get(node).process());
    }

    /** {@link SimProcess#pause Pauses} a member's process, if it has one. */
    public void pause(int node) {
        process(node).ifPresent(SimProcess::pause);
    }

    /** {@link SimProcess#resume Resumes} a member's process, if it has one. */
    public void resume(int node) {
        process(node).ifPresent(SimProcess::resume);
    }

    /** Whether a member has a process, which is paused. */
    public boolean isPaused(int node) {
        return process(node).filter(SimProcess::isPaused).isPresent();
    }

    /** {@link SimProcess#slow Slows} a member's process down, if it has one. */
    public void slow(int node, Duration longestDelay) {
        process(node).ifPresent(process -> process.slow(longestDelay));
    }

    /** {@link SimProcess#slowFiles Slows} a member's file work down, if it has a process. */
    public void slowFiles(int node, long factor) {
        process(node).ifPresent(process -> process.slowFiles(factor));
    }

    /** Lets a member's {@link SimProcess#stallFiles file work} stand still or go on, if it has a process. */
    public void stallFiles(int node, boolean enabled) {
        process(node).ifPresent(process -> process.stallFiles(enabled));
    }

    /** Lets a member's {@link SimProcess#clockRate clocks} run fast or slow, if it has a process. */
    public void clockRate(int node, double factor) {
        process(node).ifPresent(process -> process.clockRate(factor));
    }

    /** Sets a member's {@link SimProcess#wallClockJump wall clock} forward or back, if it has a process. */
    public void wallClockJump(int node, Duration step) {
        process(node).ifPresent(process -> process.wallClockJump(step));
    }

    /**
     * A member's disk.
     *
     * @throws IllegalStateException if the cluster was not described with {@link ClusterSpec#disks}
     */
    public SimDisk disk(int node) {
        if (nodes.get(node).medium() instanceof SimDisk disk) {
            return disk;
        }
        throw new IllegalStateException("The members of this cluster keep their logs in memory");
    }

    /** Takes a member's disk for gone or not to be trusted: what the member does from now on proves nothing. */
    public void giveUp(int node) {
        nodes.get(node).onLost();
    }

    /** Says who hears of a node that stops by itself or cannot start; by default that fails the run. */
    public void onNodeFailure(NodeFailures listener) {
        failures = listener;
    }

    /** Whether a member has a process. */
    public boolean isUp(int node) {
        return nodes.get(node).isUp();
    }

    /** Links a member, both ways, with every member that is connected. */
    public void connect(int node) {
        connected[node] = true;
        for (int other = 0; other < size(); other++) {
            if (connected[other]) {
                link(node, other, true);
            }
        }
    }

    /** Cuts every link of a member, both ways; two members that are disconnected cannot talk to each other either. */
    public void disconnect(int node) {
        connected[node] = false;
        for (int other = 0; other < size(); other++) {
            link(node, other, false);
        }
    }

    /** Whether a member was connected, and not disconnected or crashed since. */
    public boolean isConnected(int node) {
        return connected[node];
    }

    private void link(int one, int other, boolean isWhole) {
        network.link(id(one), id(other), isWhole);
        network.link(id(other), id(one), isWhole);
    }

    /** A member's own view of itself; empty while it is down or not yet started completely. */
    public Optional<RaftStatus> status(int node) {
        return node(node).map(RaftNode::status);
    }

    /** Whether a member takes itself for the leader. */
    public boolean isLeader(int node) {
        return status(node).filter(status -> status.role() == Role.LEADER).isPresent();
    }

    /** A member's term, 0 while it is down. */
    public long term(int node) {
        return status(node).map(RaftStatus::term).orElse(0L);
    }

    /** A member as its own process sees it; empty while it is down or not yet started completely. */
    public Optional<RaftNode<C, Q, R>> node(int node) {
        return Optional.ofNullable(nodes.get(node).running());
    }

    /**
     * A client in a process of its own, outside of the cluster.
     *
     * @param name tells it from others
     * @param patience for how long it tries again what failed, and asks for an outcome that it did not see
     * @param members the numbers of those that it knows; every member if there are none
     */
    public RaftClient<C, Q, R> client(String name, Duration patience, int... members) {
        int[] known = members.length == 0 ? IntStream.range(0, size()).toArray() : members;
        List<NodeId> ids = IntStream.of(known).mapToObj(this::id).toList();
        Scheduler world = simulation().scheduler();
        SimGateway gateway = new SimGateway(new ClientLinks(network, NodeId.of(name), ids, world));
        ClientBounds bounds = ClientBounds.defaults().withPatience(patience);
        return new GatewayClient<>(machines.get(), gateway, bounds, world, Mono.empty());
    }

    /** Hands a command to a member, which decides about it when time is moved. */
    public SimSubmission<R> submit(int node, C command) {
        return nodes.get(node).submit(command);
    }

    /** The commands that a member applied, in all its lives together: the one at application index 1 comes first. */
    public List<C> applied(int node) {
        return Collections.unmodifiableList(nodes.get(node).applied());
    }
}

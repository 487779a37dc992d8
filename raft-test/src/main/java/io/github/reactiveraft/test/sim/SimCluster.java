package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.StateMachine;
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
    private final List<SimNode<C, Q, R>> nodes = new ArrayList<>();
    private final boolean[] connected;

    private SimCluster(Supplier<StateMachine<C, Q, R>> machines, ClusterSpec spec) {
        String[] names = IntStream.rangeClosed(1, spec.nodeCount())
                .mapToObj(number -> "n" + number)
                .toArray(String[]::new);
        List<NodeId> ids = Stream.of(names).map(NodeId::of).toList();
        this.simulation = spec.simulation();
        this.network = new SimNetwork(simulation, ids);
        this.checks = new SafetyChecks(ids);
        this.connected = new boolean[names.length];
        ClusterWatch watch = new ClusterWatch(simulation, checks);
        network.model(spec.network());
        network.observe(watch);
        SimNode.Surroundings surroundings = new SimNode.Surroundings(simulation, network, watch, checks);
        for (String name : names) {
            nodes.add(new SimNode<>(
                    surroundings,
                    spec.settingsOf(name, names),
                    machines,
                    spec.storage().get()));
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
        nodes.get(node).kill();
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

    /** Hands a command to a member, which decides about it when time is moved. */
    public SimSubmission<R> submit(int node, C command) {
        return nodes.get(node).submit(command);
    }

    /** The commands that a member applied, in all its lives together: the one at application index 1 comes first. */
    public List<C> applied(int node) {
        return Collections.unmodifiableList(nodes.get(node).applied());
    }
}

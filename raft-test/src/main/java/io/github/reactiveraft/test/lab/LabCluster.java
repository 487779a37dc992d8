package io.github.reactiveraft.test.lab;

import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.core.storage.MemoryStorage;
import io.github.reactiveraft.test.sim.NetworkModel;
import io.github.reactiveraft.test.sim.NetworkModel.Silence;
import io.github.reactiveraft.test.sim.SimCluster;
import io.github.reactiveraft.test.sim.SimSubmission;
import io.github.reactiveraft.test.sim.check.DiskImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Scheduler;

/**
 * The lab's harness: what its scenarios are written in. An index here is an application index, the command's number among
 * the commands, so that a leader's no-ops do not count. All time is virtual.
 */
final class LabCluster {

    /** The lab's allowance for an election. */
    static final Duration ELECTION = Duration.ofSeconds(1);

    /** What becomes of calls over a cut link; the seed picks one. */
    private static final List<Silence> SILENCES = List.of(Silence.LATE_FAILURE, Silence.FOREVER, Silence.REFUSED);

    private static final Duration LEADER_LIMIT = Duration.ofSeconds(5);

    private final SimCluster<String, String, String> cluster;
    private final RandomGenerator random;
    private final Scheduler clients;
    private final Heartbeats heartbeats = new Heartbeats();
    private final List<MemoryStorage> storages = new ArrayList<>();

    /** Every node started and connected. */
    LabCluster(LabSetup setup, long seed, String reproduction, RaftLimits limits) {
        Silence silence = SILENCES.get(Math.floorMod(seed, SILENCES.size()));
        cluster = SimCluster.of(setup.machines(), spec -> spec.nodes(setup.size())
                .seed(seed)
                .reproduction(reproduction)
                .network(NetworkModel.reliable()
                        .withReliability(setup.isReliable())
                        .withSilence(silence))
                .storage(this::storage)
                .settings(settings -> {
                    settings.limits(limits).snapshots(setup.snapshots());
                    setup.service(settings);
                }));
        random = cluster.simulation().random("lab script");
        clients = cluster.simulation().scheduler();
        cluster.network().observe(heartbeats);
        cluster.startAll();
    }

    private LogStorage storage() {
        MemoryStorage storage = new MemoryStorage();
        storages.add(storage);
        return storage;
    }

    /** What the harness stands on. */
    SimCluster<String, String, String> cluster() {
        return cluster;
    }

    RandomGenerator random() {
        return random;
    }

    /** Where clients wait. */
    Scheduler clients() {
        return clients;
    }

    int size() {
        return cluster.size();
    }

    /** The node that stands this many places behind another. */
    int after(int node, int places) {
        return (node + places) % size();
    }

    void sleep(Duration duration) {
        cluster.advance(duration);
    }

    /** Lets whole seconds pass in which nobody wants anything: fails if a leader sends too many heartbeats. */
    void idle(Duration duration) {
        heartbeats.startCounting();
        sleep(duration);
        heartbeats.expectFew(duration);
    }

    String randomCommand() {
        return Long.toString(random.nextLong() >>> 1);
    }

    /** Fails unless there is a leader among the connected nodes within 5 s, and never two of one term. */
    int oneLeader() {
        Duration left = LEADER_LIMIT;
        while (left.toMillis() > 0) {
            Duration pause = Duration.ofMillis(Math.min(random.nextLong(450, 550), left.toMillis()));
            sleep(pause);
            List<Integer> leaders = leaders();
            if (!leaders.isEmpty()) {
                return leaders.get(leaders.size() - 1);
            }
            left = left.minus(pause);
        }
        throw new AssertionError("No leader within " + LEADER_LIMIT + states());
    }

    /** The connected nodes that take themselves for the leader, that of the highest term last. */
    private List<Integer> leaders() {
        SortedMap<Long, Integer> leaders = new TreeMap<>();
        connected().filter(cluster::isLeader).forEach(node -> {
            Integer other = leaders.put(cluster.term(node), node);
            Expect.that(other == null, () -> "Two leaders of one term" + states());
        });
        return List.copyOf(leaders.values());
    }

    /** The term that all connected nodes agree on. */
    long termsAgree() {
        List<Long> terms = connected().mapToObj(cluster::term).distinct().toList();
        Expect.that(terms.size() == 1, () -> "The connected nodes are in the terms " + terms + states());
        return terms.get(0);
    }

    /** Fails if a connected node takes itself for the leader. */
    void noLeader() {
        Expect.that(leaders().isEmpty(), () -> "A leader without a majority" + states());
    }

    private IntStream connected() {
        return IntStream.range(0, size()).filter(cluster::isConnected);
    }

    /** How many nodes applied something at an index. */
    int committedCount(int index) {
        return (int) IntStream.range(0, size())
                .filter(node -> cluster.applied(node).size() >= index)
                .count();
    }

    /** What was applied at an index; every node that applied something there applied this. */
    Optional<String> committed(int index) {
        List<String> values = IntStream.range(0, size())
                .filter(node -> cluster.applied(node).size() >= index)
                .mapToObj(node -> cluster.applied(node).get(index - 1))
                .distinct()
                .toList();
        Expect.that(values.size() <= 1, () -> "Applied at index " + index + ": " + values + states());
        return values.stream().findFirst();
    }

    /** How many bytes of a node's log count beside its snapshot. */
    long liveByteCount(int node) {
        return disk(node).liveByteCount();
    }

    /** How long a node's newest snapshot is, as it is stored; 0 if there is none. */
    long snapshotByteCount(int node) {
        return disk(node)
                .snapshot()
                .flatMap(snapshot -> storages.get(node).snapshots().open(snapshot.lastIncluded()))
                .map(LabCluster::byteCount)
                .orElse(0L);
    }

    private static long byteCount(SnapshotReader snapshot) {
        try {
            return snapshot.byteCount();
        } finally {
            snapshot.close();
        }
    }

    private DiskImage disk(int node) {
        return cluster.checks().disk(cluster.id(node));
    }

    /** Hands a command to one node and waits for its decision. */
    SimSubmission<String> submit(int node, String command) {
        return run(submitting(node, command));
    }

    Mono<SimSubmission<String>> submitting(int node, String command) {
        return Mono.defer(() -> cluster.submit(node, command).decided()).publishOn(clients);
    }

    /** Has a command committed on so many nodes within 10 s, offering it again whenever 2 s pass; answers its index. */
    int agree(String command, int nodeCount) {
        return run(new Agreement(this, command, nodeCount).retried());
    }

    /** Waits up to half a minute until so many nodes applied an index; answers what. */
    String await(int index, int nodeCount) {
        return awaitInTerm(index, nodeCount, Long.MAX_VALUE).orElseThrow();
    }

    /** As {@link #await}, but gives up with nothing once a node is in a later term than this. */
    Optional<String> awaitInTerm(int index, int nodeCount, long term) {
        Duration pause = Duration.ofMillis(10);
        for (int round = 0; round < 30 && committedCount(index) < nodeCount; round++) {
            sleep(pause);
            pause = pause.compareTo(ELECTION) < 0 ? pause.multipliedBy(2) : pause;
            if (IntStream.range(0, size()).anyMatch(node -> cluster.term(node) > term)) {
                return Optional.empty();
            }
        }
        Expect.that(
                committedCount(index) >= nodeCount,
                () -> "Not applied at index " + index + " by " + nodeCount + " nodes" + states());
        return committed(index);
    }

    /** Lets time pass until the Mono ends. */
    <T> T run(Mono<T> mono) {
        AtomicReference<@Nullable Signal<T>> end = new AtomicReference<>();
        mono.materialize().subscribe(end::set);
        cluster.runUntil(() -> end.get() != null, LabScenario.LIMIT);
        Signal<T> signal = end.get();
        if (signal == null) {
            throw new AssertionError("Not done after " + LabScenario.LIMIT + states());
        }
        if (signal.getThrowable() != null) {
            cluster.simulation().fail(signal.getThrowable());
            cluster.advance(Duration.ZERO);
        }
        T value = signal.get();
        if (value == null) {
            throw new AssertionError("Ended without a value" + states());
        }
        return value;
    }

    /** What every node believes, for people. */
    String states() {
        StringBuilder lines = new StringBuilder();
        for (int node = 0; node < size(); node++) {
            lines.append("\n  ")
                    .append(cluster.isConnected(node) ? "connected " : "disconnected ")
                    .append(cluster.status(node).map(Object::toString).orElse("down"));
        }
        return lines.toString();
    }
}

package io.github.reactiveraft.test.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.test.sim.NetworkModel;
import io.github.reactiveraft.test.sim.NetworkModel.Silence;
import io.github.reactiveraft.test.sim.SimCluster;
import io.github.reactiveraft.test.sim.SimSubmission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
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

    private static final Duration TEST_LIMIT = Duration.ofMinutes(2);
    private static final Duration AGREE_LIMIT = Duration.ofSeconds(10);
    private static final Duration COMMIT_LIMIT = Duration.ofSeconds(2);
    private static final Duration COMMIT_POLL = Duration.ofMillis(20);

    private final SimCluster<String, String, String> cluster;
    private final RandomGenerator random;
    private final Scheduler clients;

    /** Every node started and connected. */
    LabCluster(int size, boolean isReliable, long seed, String reproduction, RaftLimits limits) {
        Silence silence = SILENCES.get(Math.floorMod(seed, SILENCES.size()));
        cluster = SimCluster.of(LabMachine::new, spec -> spec.nodes(size)
                .seed(seed)
                .reproduction(reproduction)
                .network(NetworkModel.reliable().withReliability(isReliable).withSilence(silence))
                .settings(settings -> settings.forwarding(false).limits(limits)));
        random = cluster.simulation().random("lab script");
        clients = cluster.simulation().scheduler();
        cluster.startAll();
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

    String randomCommand() {
        return Long.toString(random.nextLong() >>> 1);
    }

    /** Fails unless there is a leader among the connected nodes within 5 s, and never two of one term. */
    int oneLeader() {
        for (int round = 0; round < 10; round++) {
            sleep(Duration.ofMillis(random.nextLong(450, 550)));
            SortedMap<Long, Integer> leaders = new TreeMap<>();
            for (int node = 0; node < size(); node++) {
                if (cluster.isConnected(node) && cluster.isLeader(node)) {
                    Integer other = leaders.put(cluster.term(node), node);
                    assertThat(other).as("another leader of that term").isNull();
                }
            }
            if (!leaders.isEmpty()) {
                return List.copyOf(leaders.values()).get(leaders.size() - 1);
            }
        }
        return fail("No leader within 5 s" + states());
    }

    /** The term that all connected nodes agree on. */
    long termsAgree() {
        List<Long> terms = connected().mapToObj(cluster::term).distinct().toList();
        assertThat(terms).as("terms of the connected nodes").hasSize(1);
        return terms.get(0);
    }

    /** Fails if a connected node takes itself for the leader. */
    void noLeader() {
        assertThat(connected().filter(cluster::isLeader).boxed().toList())
                .as("leaders")
                .isEmpty();
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
        assertThat(values).as("applied at index %d", index).hasSizeLessThanOrEqualTo(1);
        return values.stream().findFirst();
    }

    /** Hands a command to one node and waits for its decision. */
    SimSubmission<String> submit(int node, String command) {
        return run(submitting(node, command));
    }

    Mono<SimSubmission<String>> submitting(int node, String command) {
        return Mono.defer(() -> cluster.submit(node, command).decided()).publishOn(clients);
    }

    /** Has a command committed on so many nodes, offering it again whenever 2 s pass; answers its index. */
    int agree(String command, int nodeCount) {
        return run(agreeing(command, nodeCount, true));
    }

    /** Has a command committed on so many nodes, offering it once. */
    int agreeWithoutRetry(String command, int nodeCount) {
        return run(agreeing(command, nodeCount, false));
    }

    Mono<Integer> agreeing(String command, int nodeCount, boolean isRetried) {
        return Mono.defer(() -> {
            Duration deadline = cluster.simulation().elapsed().plus(AGREE_LIMIT);
            return offering(command)
                    .flatMap(index -> committing(index, command, nodeCount)
                            .switchIfEmpty(isRetried ? Mono.empty() : Mono.error(() -> noAgreement(command))))
                    .repeatWhenEmpty(Integer.MAX_VALUE, rounds -> rounds.delayElements(Duration.ofMillis(50), clients)
                            .takeWhile(round -> cluster.simulation().elapsed().compareTo(deadline) < 0))
                    .switchIfEmpty(Mono.error(() -> noAgreement(command)));
        });
    }

    private AssertionError noAgreement(String command) {
        return new AssertionError("No agreement on " + command + states());
    }

    /** Goes round the connected nodes until one takes the command as leader; empty if none does. */
    private Mono<Integer> offering(String command) {
        return Flux.range(0, size())
                .filter(node -> cluster.isConnected(node) && cluster.isUp(node))
                .concatMap(node -> submitting(node, command), 1)
                .filter(SimSubmission::isAccepted)
                .next()
                .map(submission -> (int) submission.applicationIndex());
    }

    /** Empty if not enough nodes have it within 2 s, or something else has taken its place. */
    private Mono<Integer> committing(int index, String command, int nodeCount) {
        return Flux.interval(Duration.ZERO, COMMIT_POLL, clients)
                .take(COMMIT_LIMIT.dividedBy(COMMIT_POLL))
                .filter(poll ->
                        committedCount(index) >= nodeCount && committed(index).equals(Optional.of(command)))
                .next()
                .map(poll -> index);
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
        assertThat(committedCount(index))
                .as("nodes that applied index %d%s", index, states())
                .isGreaterThanOrEqualTo(nodeCount);
        return committed(index);
    }

    /** Lets time pass until the Mono ends. */
    <T> T run(Mono<T> mono) {
        AtomicReference<@Nullable Signal<T>> end = new AtomicReference<>();
        mono.materialize().subscribe(end::set);
        cluster.runUntil(() -> end.get() != null, TEST_LIMIT);
        Signal<T> signal = end.get();
        if (signal == null) {
            return fail("Not done after " + TEST_LIMIT + states());
        }
        if (signal.getThrowable() != null) {
            cluster.simulation().fail(signal.getThrowable());
            cluster.advance(Duration.ZERO);
        }
        T value = signal.get();
        return value != null ? value : fail("Ended without a value");
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

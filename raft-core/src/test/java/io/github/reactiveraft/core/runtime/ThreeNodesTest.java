package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.N3;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftException.OutcomeUnknown;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.core.RaftServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Three nodes in one virtual machine, each on two threads of its own, with clients on eight more. */
class ThreeNodesTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CLIENT_COUNT = 8;
    private static final int EACH = 125;

    private final Wires wires = new Wires();
    private final List<Adder> machines = new ArrayList<>();
    private final List<RaftNode<Long, Long, Long>> nodes = new ArrayList<>();
    private final Map<Long, Long> results = new ConcurrentSkipListMap<>();
    private final AtomicInteger unknownCount = new AtomicInteger();

    @Test
    void commandsOfManyThreadsAreAppliedOnceAndInOneOrderEverywhere() throws InterruptedException {
        for (NodeId node : List.of(N1, N2, N3)) {
            start(node);
        }
        CountDownLatch done = new CountDownLatch(CLIENT_COUNT);

        for (int client = 0; client < CLIENT_COUNT; client++) {
            int number = client;
            Thread thread = new Thread(() -> {
                submitAll(number);
                done.countDown();
            });
            thread.setDaemon(true);
            thread.start();
        }
        assertThat(done.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        long sum = Objects.requireNonNull(retried(nodes.get(0).read(0L)).block(LIMIT));
        long last = nodes.stream()
                .mapToLong(node -> node.status().commitIndex())
                .max()
                .orElseThrow();
        nodes.forEach(node ->
                node.statuses().filter(status -> status.lastApplied() >= last).blockFirst(LIMIT));
        nodes.forEach(node -> node.close().block(LIMIT));

        List<String> history = machines.get(0).history();
        assertThat(machines).allSatisfy(machine -> assertThat(machine.history()).isEqualTo(history));
        assertThat(machines.get(0).sum()).isEqualTo(sum);
        assertThat(results.size() + unknownCount.get()).isEqualTo(CLIENT_COUNT * EACH);
        assertThat(results).containsAllEntriesOf(appliedResults(history, results.keySet()));
        assertThat(history).hasSizeBetween(results.size(), CLIENT_COUNT * EACH).doesNotHaveDuplicates();
    }

    /** What each command added up to, by the log. */
    private static Map<Long, Long> appliedResults(List<String> history, Iterable<Long> asked) {
        Map<Long, Long> all = new TreeMap<>();
        long sum = 0;
        for (String line : history) {
            long command = Long.parseLong(line.substring(line.indexOf(':') + 1));
            sum += command;
            assertThat(all.put(command, sum)).as("%s twice", command).isNull();
        }
        assertThat(all).containsKeys(toArray(asked));
        Map<Long, Long> wanted = new TreeMap<>();
        asked.forEach(command -> wanted.put(command, all.get(command)));
        return wanted;
    }

    private static Long[] toArray(Iterable<Long> commands) {
        List<Long> list = new ArrayList<>();
        commands.forEach(list::add);
        return list.toArray(Long[]::new);
    }

    /** One after the other, each to another member. */
    private void submitAll(int client) {
        for (int i = 0; i < EACH; i++) {
            long command = 1_000L * (client + 1) + i;
            RaftNode<Long, Long, Long> node = nodes.get((client + i) % nodes.size());
            try {
                results.put(
                        command,
                        Objects.requireNonNull(retried(node.submit(command)).block(LIMIT)));
            } catch (OutcomeUnknown unknown) {
                unknownCount.incrementAndGet();
            }
        }
    }

    private static Mono<Long> retried(Mono<Long> call) {
        return call.retryWhen(Retry.fixedDelay(1_000, Duration.ofMillis(20))
                .scheduler(Schedulers.boundedElastic())
                .filter(failure -> failure instanceof RaftException refused && refused.isDefinitelyNotDone()));
    }

    private void start(NodeId id) {
        Adder machine = new Adder();
        RaftSettings settings = RaftSettings.of(spec -> spec.cluster("test")
                .node(id.value())
                .members("n1", "n2", "n3")
                .timing(Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofSeconds(1)));
        machines.add(machine);
        nodes.add(Objects.requireNonNull(RaftServer.of(machine, settings)
                .transport(wires.transport(id))
                .storage(new HookedStorage())
                .start()
                .block(LIMIT)));
    }
}

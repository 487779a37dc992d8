package io.github.reactiveraft.examples.counter.process;

import io.github.reactiveraft.examples.process.FreePorts;
import io.github.reactiveraft.examples.process.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Three nodes, each a process, numbered from 0; what was killed keeps its directory and its ports. */
final class CounterCluster implements AutoCloseable {

    static final int NODE_COUNT = 3;

    /** So few that a member that was killed needs a snapshot when it comes back, and starts from one. */
    private static final long SNAPSHOT_ENTRIES = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Path directory;
    private final List<Integer> ports = FreePorts.find(2 * NODE_COUNT);
    private final List<JavaProcess> processes = new ArrayList<>();
    private final List<CounterClient> clients = new ArrayList<>();

    CounterCluster(Path directory) {
        this.directory = directory;
        for (int i = 0; i < NODE_COUNT; i++) {
            clients.add(new CounterClient(ports.get(NODE_COUNT + i)));
            processes.add(started(i));
        }
    }

    CounterClient client(int node) {
        return clients.get(node);
    }

    /** Where clients of the open protocol reach the nodes. */
    List<String> addresses() {
        return ports.subList(0, NODE_COUNT).stream()
                .map(port -> "127.0.0.1:" + port)
                .toList();
    }

    JavaProcess process(int node) {
        return processes.get(node);
    }

    void kill(int node) {
        processes.get(node).kill();
        processes.get(node).exitCode();
    }

    /** All of them before waiting for one. */
    void killAll() {
        processes.forEach(JavaProcess::kill);
        processes.forEach(JavaProcess::exitCode);
    }

    void restart(int node) {
        processes.set(node, started(node));
    }

    private JavaProcess started(int node) {
        return CounterJar.start(directory.resolve("n" + (node + 1)), arguments(node));
    }

    List<String> arguments(int node) {
        String id = "n" + (node + 1);
        String peers = String.join(
                ",",
                IntStream.range(0, NODE_COUNT)
                        .mapToObj(i -> "n" + (i + 1) + "=127.0.0.1:" + ports.get(i))
                        .toList());
        return List.of(
                "node",
                "--id",
                id,
                "--listen",
                "127.0.0.1:" + ports.get(node),
                "--http",
                "127.0.0.1:" + ports.get(NODE_COUNT + node),
                "--peers",
                peers,
                "--snapshot-entries",
                Long.toString(SNAPSHOT_ENTRIES),
                "--data",
                directory.resolve(id).resolve("data").toString());
    }

    /** Waits until one leads; answers which. */
    int awaitLeader() {
        return await(
                "leader",
                Flux.fromIterable(clients).concatMap(CounterClient::cluster).concatMap(Nodes::leader));
    }

    /** Waits until every node can be reached and holds all that is committed. */
    void awaitWhole() {
        await("whole cluster", clients.get(0).cluster().flatMapMany(Nodes::leaderOfWhole));
    }

    private static int await(String what, Flux<Integer> answers) {
        Integer answer = answers.next()
                .repeatWhenEmpty(rounds -> rounds.delayElements(PAUSE))
                .block(PATIENCE);
        return Objects.requireNonNull(answer, what);
    }

    /** What can be read from the list of nodes. */
    private static final class Nodes {

        private Nodes() {}

        /** A leader that was cut off may not know yet that it is one no more; the later term is right. */
        static Mono<Integer> leader(JsonNode nodes) {
            return Mono.justOrEmpty(IntStream.range(0, nodes.size())
                    .boxed()
                    .filter(i -> "LEADER".equals(nodes.get(i).get("role").asString("")))
                    .max(Comparator.comparingLong(i -> nodes.get(i).get("term").asLong())));
        }

        static Mono<Integer> leaderOfWhole(JsonNode nodes) {
            return leader(nodes).filter(leader -> {
                long committed = nodes.get(leader).get("commitIndex").asLong();
                return IntStream.range(0, nodes.size())
                        .allMatch(i -> nodes.get(i).get("reachable").asBoolean()
                                && nodes.get(i).get("lastIndex").asLong() >= committed);
            });
        }
    }

    @Override
    public void close() {
        processes.forEach(JavaProcess::close);
    }
}

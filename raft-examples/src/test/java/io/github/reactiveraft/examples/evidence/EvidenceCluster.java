package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.examples.process.FreePorts;
import io.github.reactiveraft.examples.process.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Three members, each a process, numbered from 0; what was killed keeps its directory and its ports. */
final class EvidenceCluster implements AutoCloseable {

    static final int NODE_COUNT = 3;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int LAST_LINES = 5;

    private final Path directory;
    private final String program;
    private final List<String> options;
    private final Wiring wiring;
    private final List<Integer> ports = FreePorts.find(2 * NODE_COUNT);
    private final SortedMap<Integer, JavaProcess> running = new TreeMap<>();
    private final List<LedgerClient> clients;

    /**
     * A cluster of which nothing runs yet.
     *
     * @param options of the {@link NodeCommand}, the same for each
     */
    EvidenceCluster(Path directory, List<String> options) {
        this(directory, "node", options, (from, to, port) -> port);
    }

    /**
     * A cluster of which nothing runs yet.
     *
     * @param program the command that runs one node
     * @param options of that command, the same for each
     * @param wiring by which ports they reach each other
     */
    EvidenceCluster(Path directory, String program, List<String> options, Wiring wiring) {
        this.directory = directory;
        this.program = program;
        this.options = options;
        this.wiring = wiring;
        this.clients = ports.subList(NODE_COUNT, 2 * NODE_COUNT).stream()
                .map(LedgerClient::new)
                .toList();
    }

    /** Says by which port one node reaches another, which listens on one of its own. */
    interface Wiring {
        int port(int from, int to, int port);
    }

    static String name(int node) {
        return "n" + (node + 1);
    }

    void start(int node) {
        List<String> arguments = new ArrayList<>(List.of(program, "--id", name(node)));
        for (int peer = 0; peer < NODE_COUNT; peer++) {
            int port = peer == node ? ports.get(peer) : wiring.port(node, peer, ports.get(peer));
            arguments.addAll(List.of("--peer", name(peer) + "=127.0.0.1:" + port));
        }
        arguments.addAll(List.of("--http", Integer.toString(ports.get(NODE_COUNT + node))));
        arguments.addAll(List.of("--directory", directory(node).toString()));
        arguments.addAll(options);
        running.put(node, Programs.start(directory(node), arguments));
    }

    /** Stops one as an operator would, and answers with its exit code. */
    int stop(int node) {
        JavaProcess process = process(node);
        process.terminate();
        int exitCode = process.exitCode();
        running.remove(node);
        return exitCode;
    }

    /** Where clients find the members. */
    String[] addresses() {
        return ports.subList(0, NODE_COUNT).stream()
                .map(port -> "127.0.0.1:" + port)
                .toArray(String[]::new);
    }

    Path directory(int node) {
        return directory.resolve(name(node));
    }

    LedgerClient client(int node) {
        return clients.get(node);
    }

    JavaProcess process(int node) {
        return Objects.requireNonNull(running.get(node), name(node));
    }

    /** Kills them, all before waiting for one. */
    void kill(List<Integer> nodes) {
        nodes.forEach(node -> process(node).kill());
        for (int node : nodes) {
            process(node).exitCode();
            running.remove(node);
        }
    }

    /** Fails if a process that was not killed has ended, and tells its last words. */
    void requireAlive() {
        running.forEach((node, process) -> {
            if (!process.isAlive()) {
                List<String> said = process.outLines();
                throw new IllegalStateException(name(node) + " stopped by itself: "
                        + String.join(" | ", said.subList(Math.max(0, said.size() - LAST_LINES), said.size()))
                        + " | " + String.join(" | ", process.errLines()));
            }
        });
    }

    /** The members that run and answer, each as it sees itself. */
    private Mono<SortedMap<Integer, NodeView>> views() {
        return Flux.fromIterable(running.keySet())
                .flatMap(node -> client(node).view().map(view -> new Seen(node, view)))
                .collect(Collectors.toMap(Seen::node, Seen::view, (a, b) -> a, TreeMap::new));
    }

    private record Seen(int node, NodeView view) {}

    /** Waits until one leads; a leader that was cut off may not know yet that it is one no more, so the latest term counts. */
    int awaitLeader() {
        return await(
                "A leader",
                views().flatMap(views -> Mono.justOrEmpty(views.keySet().stream()
                        .filter(node -> view(views, node).isLeader())
                        .max(Comparator.comparingLong(node -> view(views, node).term())))));
    }

    private static NodeView view(SortedMap<Integer, NodeView> views, int node) {
        return Objects.requireNonNull(views.get(node), name(node));
    }

    /** Waits until all that run follow one leader and have all that was committed when the waiting began. */
    void awaitWhole() {
        long committed = await("A commit index", views().mapNotNull(EvidenceCluster::highestCommitIndex));
        await("A whole cluster", views().filter(views -> isWhole(views, committed)));
    }

    /** Waits until all that run answer. */
    SortedMap<Integer, NodeView> awaitViews() {
        return await("What all members say of themselves", views().filter(views -> views.size() == running.size()));
    }

    private static Long highestCommitIndex(SortedMap<Integer, NodeView> views) {
        return views.values().stream().mapToLong(NodeView::commitIndex).max().orElse(0);
    }

    private boolean isWhole(SortedMap<Integer, NodeView> views, long committed) {
        return views.size() == running.size()
                && views.values().stream().anyMatch(NodeView::isLeader)
                && views.values().stream()
                        .allMatch(view -> view.lastApplied() >= committed
                                && !view.leader().isEmpty());
    }

    /** Reads the whole state, from whichever member can tell it. */
    List<Entry> awaitEntries() {
        return await(
                "The state",
                Flux.fromStream(() -> IntStream.range(0, NODE_COUNT).boxed())
                        .concatMap(node -> client(node).entries())
                        .next());
    }

    /** Waits for something that will be there some time, unless a process stops by itself. */
    <T> T await(String what, Mono<T> answer) {
        return await(what, PATIENCE, answer);
    }

    <T> T await(String what, Duration patience, Mono<T> answer) {
        return Objects.requireNonNull(
                answer.doOnSubscribe(asked -> requireAlive())
                        .repeatWhenEmpty(Integer.MAX_VALUE, rounds -> rounds.delayElements(PAUSE))
                        .timeout(patience)
                        .onErrorMap(
                                TimeoutException.class,
                                late -> new IllegalStateException(
                                        what + " did not come within " + patience.toSeconds() + " s", late))
                        .block(),
                what);
    }

    @Override
    public void close() {
        running.values().forEach(JavaProcess::close);
    }
}

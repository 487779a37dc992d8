package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.examples.evidence.Turmoil.Fault;
import io.github.reactiveraft.examples.kv.KvCommand;
import io.github.reactiveraft.examples.kv.KvModel;
import io.github.reactiveraft.examples.kv.KvOutput;
import io.github.reactiveraft.examples.kv.KvOutput.Done;
import io.github.reactiveraft.examples.kv.KvQuery;
import io.github.reactiveraft.test.history.LinearizabilityChecker;
import io.github.reactiveraft.test.history.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Many clients of a key-value store in three processes, which are killed, stopped and cut off from each other: the history of
 * all clients is linearizable, and who watches from the beginning is told of every write, once and in order.
 */
final class TurmoilRun {

    private static final int WATCHER_COUNT = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofMinutes(2);
    private static final List<String> OPTIONS =
            List.of("--segment-bytes", Integer.toString(4 * 1024 * 1024), "--snapshot-entries", "20000");

    private final Path directory;
    private final long seed;
    private final int callerCount;
    private final Consumer<String> progress;
    private final KvRecord record = new KvRecord();
    private final List<String> violations = new ArrayList<>();

    TurmoilRun(Path directory, long seed, int callerCount, Consumer<String> progress) {
        this.directory = directory;
        this.seed = seed;
        this.callerCount = callerCount;
        this.progress = progress;
    }

    /**
     * How it ended.
     *
     * @param verdict in one word
     * @param seed of what was done to the processes
     * @param clients how many there were
     * @param faults how often each was done
     * @param answered operations that were answered
     * @param unknown operations of which a client was told that nobody knows, or that they failed
     * @param written writes that were acknowledged
     * @param changes what the watchers were told, all together
     * @param gaps how often a watcher was told that changes are gone
     * @param longestGapMillis the longest time in which no client got an answer
     * @param judgement of the history
     * @param violations what must not be, empty if all is well
     */
    record Result(
            String verdict,
            long seed,
            int clients,
            Map<Fault, Integer> faults,
            long answered,
            int unknown,
            int written,
            long changes,
            long gaps,
            long longestGapMillis,
            String judgement,
            List<String> violations)
            implements Outcome {}

    Result run(Duration duration) {
        List<WatchLog> watches = new ArrayList<>();
        Map<Fault, Integer> faults = new TreeMap<>();
        try (Links links = new Links();
                EvidenceCluster cluster = new EvidenceCluster(directory, "kv-node", OPTIONS, links);
                KvClients clients = new KvClients(cluster)) {
            IntStream.range(0, EvidenceCluster.NODE_COUNT).forEach(cluster::start);
            cluster.awaitWhole();
            for (int i = 1; i <= WATCHER_COUNT; i++) {
                watches.add(new WatchLog("watcher " + i, clients.connect(PATIENCE)));
            }
            Mono<Void> calling = Flux.range(1, callerCount)
                    .map(number -> new KvCaller(clients.connect(PATIENCE), record, number))
                    .flatMap(KvCaller::operations, callerCount)
                    .then()
                    .cache();
            calling.subscribe();
            Turmoil turmoil = new Turmoil(cluster, links, seed, this::tell);
            turmoil.run(duration);
            faults.putAll(turmoil.counts());
            record.close();
            calling.block(END);
            cluster.awaitWhole();
            awaitWatchers(cluster, clients.connect(PATIENCE), watches);
            watches.forEach(WatchLog::close);
        } catch (IllegalStateException failure) {
            violations.add(failure.getMessage());
        }
        watches.forEach(watch -> violations.addAll(watch.violations(record.written())));
        String judgement = judge();
        return new Result(
                Outcome.verdict(violations),
                seed,
                callerCount,
                faults,
                record.completedCount(),
                record.failureCount(),
                record.written().size(),
                watches.stream().mapToLong(WatchLog::changeCount).sum(),
                watches.stream().mapToLong(WatchLog::gapCount).sum(),
                record.longestGap().toMillis(),
                judgement,
                violations);
    }

    private void tell(String fault) {
        progress.accept(String.format(
                Locale.ROOT,
                "%8d answered, %3d without an answer; %s",
                record.completedCount(),
                record.failureCount(),
                fault));
    }

    /** Waits until all have seen a write that came after all others. */
    private static void awaitWatchers(
            EvidenceCluster cluster, RaftClient<KvCommand, KvQuery, KvOutput> client, List<WatchLog> watches) {
        Mono<KvOutput> last = client.submit(new KvCommand.Put("last", "last", Optional.empty()));
        long index = ((Done) cluster.await("A last write", last)).version();
        cluster.await(
                "The last change at all watchers",
                Mono.fromSupplier(() -> watches.stream().allMatch(watch -> watch.lastIndex() >= index))
                        .filter(isSeen -> isSeen));
    }

    private String judge() {
        Verdict verdict = new LinearizabilityChecker<>(new KvModel()).check(record.operations());
        if (!verdict.isLinearizable()) {
            violations.add("The history is not linearizable, or that could not be found out: " + verdict);
        }
        return verdict.getClass().getSimpleName();
    }
}

package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.transport.rsocket.RSocketRaftClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Stops one node after the other, as an operator would, and starts it again, while a client sends commands: nobody may be
 * told that one failed, and none may be lost or done twice.
 */
final class RollingRestartRun {

    private static final int CALLER_COUNT = 16;
    private static final int COMMANDS_BETWEEN = 50;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> OPTIONS =
            List.of("--segment-bytes", Integer.toString(1024 * 1024), "--snapshot-entries", "5000");

    private final Path directory;
    private final Consumer<String> progress;
    private final Oracle oracle = new Oracle();
    private Duration longestGap = Duration.ZERO;

    RollingRestartRun(Path directory, Consumer<String> progress) {
        this.directory = directory;
        this.progress = progress;
    }

    /**
     * How it ended.
     *
     * @param verdict in one word
     * @param restarts of single nodes
     * @param acknowledged commands that were acknowledged
     * @param failed commands of which the client was told that they failed, or that nobody knows
     * @param longestGapMillis the longest time in which nobody got an answer
     * @param violations what must not be, empty if all is well
     */
    record Result(
            String verdict,
            int restarts,
            long acknowledged,
            long failed,
            long longestGapMillis,
            List<String> violations)
            implements Outcome {}

    /** Restarts all of them so many times. */
    Result run(int roundCount) {
        int restartCount = 0;
        try (EvidenceCluster cluster = new EvidenceCluster(directory, OPTIONS)) {
            IntStream.range(0, EvidenceCluster.NODE_COUNT).forEach(cluster::start);
            cluster.awaitWhole();
            RaftClient<Long, Long, List<Entry>> client =
                    Objects.requireNonNull(RSocketRaftClient.of(new LedgerMachine(0), "evidence")
                            .seeds(cluster.addresses())
                            .connect()
                            .block(LIMIT));
            try (RemoteLoad load = new RemoteLoad(client, cluster, oracle, CALLER_COUNT)) {
                load.awaitAcknowledged(COMMANDS_BETWEEN);
                load.longestGap();
                for (; restartCount < roundCount * EvidenceCluster.NODE_COUNT; restartCount++) {
                    restart(restartCount, cluster, load);
                }
            } finally {
                client.close().block(LIMIT);
            }
            cluster.awaitWhole();
            oracle.check("at the end", oracle.acknowledged(), cluster.awaitEntries());
        } catch (IllegalStateException failure) {
            oracle.violate("restart " + restartCount + ": " + failure.getMessage());
        }
        long failed = oracle.unknownCount() + oracle.notDoneCount();
        if (failed > 0) {
            oracle.violate("failed: the client was told so of " + failed + " commands");
        }
        List<String> violations = oracle.violations();
        return new Result(
                Outcome.verdict(violations),
                restartCount,
                oracle.acknowledgedCount(),
                failed,
                longestGap.toMillis(),
                violations);
    }

    private void restart(int number, EvidenceCluster cluster, RemoteLoad load) {
        int node = number % EvidenceCluster.NODE_COUNT;
        boolean isLeader = cluster.awaitLeader() == node;
        int exitCode = cluster.stop(node);
        load.awaitAcknowledged(COMMANDS_BETWEEN);
        cluster.start(node);
        cluster.awaitWhole();
        load.awaitAcknowledged(COMMANDS_BETWEEN);
        Duration gap = load.longestGap();
        longestGap = gap.compareTo(longestGap) > 0 ? gap : longestGap;
        progress.accept(String.format(
                Locale.ROOT,
                "restart %3d  %s%-9s exit code %3d  longest gap %4d ms  %7d acknowledged %3d failed",
                number + 1,
                EvidenceCluster.name(node),
                isLeader ? ", leader" : "",
                exitCode,
                gap.toMillis(),
                oracle.acknowledgedCount(),
                oracle.unknownCount() + oracle.notDoneCount()));
    }
}

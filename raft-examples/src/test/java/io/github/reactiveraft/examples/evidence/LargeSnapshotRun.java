package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.examples.evidence.Fate.Acknowledged;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * Two of three members take a large snapshot of their state and forget their log; the third, which is empty, needs it. A
 * client sends commands all the time, and nobody may stand for election meanwhile.
 */
final class LargeSnapshotRun {

    /** So few that latency says how long a command takes, not how long the queue is. */
    private static final int COMMANDS_A_SECOND = 200;

    private static final int PREPARING_CLIENTS = 32;
    private static final int SEGMENT_BYTES = 16 * 1024 * 1024;

    private static final String OWN = ".own.tmp";
    private static final String RECEIVED = ".received.tmp";
    private static final String IN_FORCE = ".snap";

    private static final int FIRST = 0;
    private static final int SECOND = 1;
    private static final int EMPTY = 2;

    private final Path directory;
    private final int mib;
    private final Consumer<String> progress;
    private final Duration quiet;
    private final Oracle oracle = new Oracle();
    private Latencies before = new Latencies();
    private Latencies taking = new Latencies();
    private Latencies sending = new Latencies();
    private Duration taken = Duration.ZERO;
    private Duration sent = Duration.ZERO;

    /** A run that compares with the figures of a cluster that had nothing else to do for ten seconds. */
    LargeSnapshotRun(Path directory, int mib, Consumer<String> progress) {
        this(directory, mib, Duration.ofSeconds(10), progress);
    }

    LargeSnapshotRun(Path directory, int mib, Duration quiet, Consumer<String> progress) {
        this.directory = directory;
        this.mib = mib;
        this.quiet = quiet;
        this.progress = progress;
    }

    /**
     * How it ended.
     *
     * @param verdict in one word
     * @param mib the size of the snapshot
     * @param quiet commands before it
     * @param taking commands while two members took it
     * @param sending commands while the third fetched and restored it
     * @param takingMillis how long it took to take
     * @param sendingMillis how long to fetch and restore
     * @param peakHeapMib the most that each member's heap held, garbage included
     * @param peakMemoryMib the most that each member's process had, where the system tells
     * @param violations what must not be, empty if all is well
     */
    record Result(
            String verdict,
            int mib,
            Latencies.Summary quiet,
            Latencies.Summary taking,
            Latencies.Summary sending,
            long takingMillis,
            long sendingMillis,
            SortedMap<String, Long> peakHeapMib,
            SortedMap<String, Long> peakMemoryMib,
            List<String> violations)
            implements Outcome {}

    /** Goes through it once. */
    Result run() {
        long measured = COMMANDS_A_SECOND * (quiet.toSeconds() + 2);
        long snapshotEntries = 5 * measured;
        List<String> options = List.of(
                "--ballast-mib",
                Integer.toString(mib),
                "--snapshot-entries",
                Long.toString(snapshotEntries),
                "--segment-bytes",
                Integer.toString(SEGMENT_BYTES));
        SortedMap<String, Long> heap = new TreeMap<>();
        SortedMap<String, Long> memory = new TreeMap<>();
        try (EvidenceCluster cluster = new EvidenceCluster(directory, options)) {
            cluster.start(FIRST);
            cluster.start(SECOND);
            cluster.awaitWhole();
            try (Load load = new Load(cluster, oracle, PREPARING_CLIENTS)) {
                load.awaitAcknowledged(snapshotEntries - measured);
            }
            go(cluster);
            cluster.awaitViews()
                    .forEach((node, view) -> heap.put(EvidenceCluster.name(node), inMib(view.peakHeapBytes())));
            for (int node = 0; node < EvidenceCluster.NODE_COUNT; node++) {
                String name = EvidenceCluster.name(node);
                cluster.process(node).peakMemory().ifPresent(bytes -> memory.put(name, inMib(bytes)));
            }
        } catch (IllegalStateException failure) {
            oracle.violate(String.valueOf(failure.getMessage()));
        }
        List<String> violations = oracle.violations();
        return new Result(
                Outcome.verdict(violations),
                mib,
                before.summary(),
                taking.summary(),
                sending.summary(),
                taken.toMillis(),
                sent.toMillis(),
                heap,
                memory,
                violations);
    }

    private void go(EvidenceCluster cluster) {
        int leader = cluster.awaitLeader();
        long term = Objects.requireNonNull(cluster.awaitViews().get(leader)).term();
        progress.accept(EvidenceCluster.name(leader) + " leads in term " + term);
        try (PacedLoad load = new PacedLoad(cluster.client(leader), oracle, COMMANDS_A_SECOND)) {
            take(cluster, load);
            send(cluster, load);
        }
        cluster.awaitWhole();
        SortedMap<Long, Acknowledged> acknowledged = oracle.acknowledged();
        oracle.check("at the end", acknowledged, cluster.awaitEntries());
        cluster.awaitViews().forEach((node, view) -> {
            if (view.term() != term || !view.leader().equals(EvidenceCluster.name(leader))) {
                oracle.violate("election: " + EvidenceCluster.name(leader) + " led in term " + term + ", but "
                        + EvidenceCluster.name(node) + " is in term " + view.term() + " of " + view.leader());
            }
        });
    }

    private void take(EvidenceCluster cluster, PacedLoad load) {
        before = load.turn();
        cluster.await("The end of the quiet", Mono.delay(quiet));
        awaitFile(cluster, FIRST, OWN, IN_FORCE);
        taking = load.turn();
        long began = System.nanoTime();
        awaitFile(cluster, FIRST, IN_FORCE);
        awaitFile(cluster, SECOND, IN_FORCE);
        taken = Duration.ofNanos(System.nanoTime() - began);
        progress.accept("Two members have taken a snapshot of " + mib + " MiB in " + taken.toMillis() + " ms: "
                + taking.summary());
    }

    private void send(EvidenceCluster cluster, PacedLoad load) {
        load.turn();
        cluster.start(EMPTY);
        awaitFile(cluster, EMPTY, RECEIVED, IN_FORCE);
        sending = load.turn();
        long began = System.nanoTime();
        NodeView view = cluster.await(
                "The snapshot in the empty member",
                patience(),
                cluster.client(EMPTY).view().filter(seen -> seen.lastApplied() > 0));
        sent = Duration.ofNanos(System.nanoTime() - began);
        progress.accept("The third has fetched and restored it in " + sent.toMillis() + " ms: " + sending.summary());
        if (view.restoredBytes() != (long) mib << 20) {
            oracle.violate(
                    "not restored: the empty member began with " + view.restoredBytes() + " bytes of " + mib + " MiB");
        }
    }

    /** Enough for a disk that writes four MiB a second. */
    private Duration patience() {
        return Duration.ofSeconds(120 + mib / 4);
    }

    /** Waits until a member's directory has a file whose name ends so. */
    private void awaitFile(EvidenceCluster cluster, int node, String... suffixes) {
        Path data = cluster.directory(node).resolve("data");
        cluster.await(
                "A file of " + EvidenceCluster.name(node),
                patience(),
                Mono.fromSupplier(() ->
                                names(data).anyMatch(name -> Stream.of(suffixes).anyMatch(name::endsWith)))
                        .filter(isThere -> isThere));
    }

    private static Stream<String> names(Path directory) {
        return Stream.ofNullable(directory.toFile().list()).flatMap(Stream::of);
    }

    private static long inMib(long bytes) {
        return bytes >> 20;
    }
}

package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.examples.evidence.Fate.Acknowledged;
import io.github.reactiveraft.examples.evidence.Losses.Lost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Cuts the power of nodes under load, mostly of all at once, gives it back, and compares what is left with what the
 * clients know: at every cycle, and at the end on every member.
 */
final class PowerCutRun {

    private static final int CLIENT_COUNT = 8;

    /** So small that files begin and end, and snapshots take their place, all the time. */
    private static final int SEGMENT_BYTES = 16 * 1024;

    private static final int SNAPSHOT_ENTRIES = 50;

    /** Between two cuts so many commands are acknowledged at least, and fewer than so many more. */
    private static final int LEAST_COMMANDS = 100;

    private static final int MORE_COMMANDS = 400;

    private final Path directory;
    private final Random random;
    private final Consumer<String> progress;
    private final List<String> options;
    private final Oracle oracle = new Oracle();
    private long lostWriteCount;
    private long lostNameCount;

    PowerCutRun(Path directory, long seed, Consumer<String> progress) {
        this(directory, seed, SEGMENT_BYTES, "", progress);
    }

    /**
     * A run that has not begun, of nodes that have something wrong.
     *
     * @param unforcedSuffix a fault of all disks, empty for none; see {@link VolatileDisk}
     */
    PowerCutRun(Path directory, long seed, int segmentBytes, String unforcedSuffix, Consumer<String> progress) {
        this.directory = directory;
        this.random = new Random(seed);
        this.progress = progress;
        List<String> all = new ArrayList<>(List.of(
                "--volatile",
                "--segment-bytes",
                Integer.toString(segmentBytes),
                "--snapshot-entries",
                Integer.toString(SNAPSHOT_ENTRIES)));
        if (!unforcedSuffix.isEmpty()) {
            all.addAll(List.of("--unforced", unforcedSuffix));
        }
        this.options = all;
    }

    /**
     * How it ended.
     *
     * @param verdict in one word
     * @param cycles power cuts, up to the first violation
     * @param acknowledged commands that were acknowledged
     * @param unknown commands that nobody knows the end of
     * @param refused commands that were not done, for sure
     * @param lostWrites writes that were not forced when the power went, and that nobody saw again
     * @param lostNames changes of names that were not
     * @param violations what must not be, empty if all is well
     */
    record Result(
            String verdict,
            int cycles,
            long acknowledged,
            long unknown,
            long refused,
            long lostWrites,
            long lostNames,
            List<String> violations)
            implements Outcome {}

    /** Goes through so many cycles, or up to the first that shows a violation. */
    Result run(int cycleCount) {
        int cycle = 0;
        try (EvidenceCluster cluster = new EvidenceCluster(directory, options)) {
            IntStream.range(0, EvidenceCluster.NODE_COUNT).forEach(cluster::start);
            cluster.awaitWhole();
            try (Load load = new Load(cluster, oracle, CLIENT_COUNT)) {
                while (cycle < cycleCount && oracle.violations().isEmpty()) {
                    cycle++;
                    cut(cycle, cluster, load);
                }
            }
            if (oracle.violations().isEmpty()) {
                cluster.awaitWhole();
                check("at the end", cluster);
            }
        } catch (IllegalStateException failure) {
            oracle.violate("cycle " + cycle + ": " + failure.getMessage());
        }
        List<String> violations = oracle.violations();
        return new Result(
                Outcome.verdict(violations),
                cycle,
                oracle.acknowledgedCount(),
                oracle.unknownCount(),
                oracle.notDoneCount(),
                lostWriteCount,
                lostNameCount,
                violations);
    }

    private void cut(int cycle, EvidenceCluster cluster, Load load) {
        load.awaitAcknowledged(LEAST_COMMANDS + random.nextInt(MORE_COMMANDS));
        List<Integer> victims = victims(cluster);
        boolean isMajorityLeft = 2 * victims.size() < EvidenceCluster.NODE_COUNT;
        long cutAt = System.nanoTime();
        cluster.kill(victims);
        Lost lost = lost(cluster, victims);
        if (isMajorityLeft) {
            load.awaitAcknowledgedAfter(System.nanoTime());
        }
        victims.forEach(cluster::start);
        load.awaitAcknowledgedAfter(System.nanoTime());
        Duration gap = Duration.ofNanos(System.nanoTime() - cutAt);
        cluster.awaitWhole();
        check("after cycle " + cycle, cluster);
        progress.accept(String.format(
                Locale.ROOT,
                "cycle %3d  cut %-8s  lost %3d writes %3d names  back after %5d ms  %7d acknowledged %5d unknown",
                cycle,
                String.join(",", victims.stream().map(EvidenceCluster::name).toList()),
                lost.writeCount(),
                lost.nameCount(),
                gap.toMillis(),
                oracle.acknowledgedCount(),
                oracle.unknownCount()));
    }

    private void check(String when, EvidenceCluster cluster) {
        SortedMap<Long, Acknowledged> before = oracle.acknowledged();
        oracle.check(when, before, cluster.awaitEntries());
    }

    /** All, three times out of five, or else the leader, or two of which it may be one. */
    private List<Integer> victims(EvidenceCluster cluster) {
        int chance = random.nextInt(5);
        int spared = random.nextInt(EvidenceCluster.NODE_COUNT);
        if (chance == 0) {
            return List.of(cluster.awaitLeader());
        }
        return IntStream.range(0, EvidenceCluster.NODE_COUNT)
                .filter(node -> chance > 1 || node != spared)
                .boxed()
                .toList();
    }

    private Lost lost(EvidenceCluster cluster, List<Integer> victims) {
        List<Lost> each = victims.stream()
                .map(node -> Losses.read(cluster.directory(node)))
                .toList();
        Lost all = new Lost(
                each.stream().mapToLong(Lost::writeCount).sum(),
                each.stream().mapToLong(Lost::nameCount).sum());
        lostWriteCount += all.writeCount();
        lostNameCount += all.nameCount();
        return all;
    }
}

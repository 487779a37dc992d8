package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.probe.LoadResult;
import io.github.reactiveraft.benchmarks.probe.LoadSpec;
import io.github.reactiveraft.benchmarks.process.Cluster;
import io.github.reactiveraft.benchmarks.process.Pause;
import io.github.reactiveraft.benchmarks.results.Statistics;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "snapshot",
        sortOptions = false,
        description = {
            "Kills a follower, goes on until its entries are gone from the others' logs, and starts it again; prints a line of JSON.",
            "It then has to be given a snapshot."
        })
final class SnapshotCommand implements Callable<Integer> {

    private static final int PAYLOAD = 16;
    private static final int IN_FLIGHT = 64;
    private static final long EVERY = 20_000;
    /** Snapshots that are taken before: logs may be kept from the one before the last on. */
    private static final int SNAPSHOTS = 4;

    private static final Duration AT_A_TIME = Duration.ofSeconds(1);
    /** Until the last snapshot is on disk, and the log before it is gone. */
    private static final Duration REST = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final double MILLI = 1e6;
    private static final long MIB = 1024 * 1024;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--mib",
            defaultValue = "256",
            paramLabel = "COUNT",
            description = "How large the state is (default: ${DEFAULT-VALUE}).")
    private int mib;

    @Mixin
    private SystemOption named = new SystemOption();

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    /**
     * How long it took.
     *
     * @param system whose
     * @param mib how large the state was
     * @param caughtUpMillis from the follower's start until it had applied what the leader had
     * @param peakMemoryMib the most memory that any member had
     */
    record Transfer(String system, int mib, double caughtUpMillis, long peakMemoryMib) {}

    @Override
    public Integer call() {
        String system = named.lasting(spec);
        Output.require(spec, mib > 0, "--mib takes 1 and more");
        Progress progress = new Progress(spec.commandLine().getErr());
        progress.now(system + ": starting");
        try (Cluster cluster = Cluster.start(
                options.spec(system, true, IN_FLIGHT, Duration.ZERO).withSnapshots(EVERY, mib))) {
            int leader = cluster.leader();
            int follower = leader == 0 ? 1 : 0;
            // Whoever does not tell is not measured in vain.
            cluster.applied(follower);
            cluster.kill(follower);
            long count = 0;
            while (count < SNAPSHOTS * EVERY) {
                LoadResult result = cluster.load(load()).result();
                if (result.doneCount() == 0) {
                    throw new IllegalStateException(system + " does nothing any more after " + count + " commands");
                }
                count += result.doneCount();
                progress.now("%s: %,d of %,d commands".formatted(system, count, SNAPSHOTS * EVERY));
            }
            Pause.of(REST);
            progress.now(system + ": the follower starts");
            double caughtUp = catchUp(cluster, follower);
            progress.clear();
            Output.print(
                    spec, new Transfer(system, mib, Statistics.rounded(caughtUp), cluster.peakMemoryBytes() / MIB));
        }
        return 0;
    }

    private static LoadSpec load() {
        return new Point(Point.DURABLE, PAYLOAD, IN_FLIGHT, 0).load(Duration.ZERO, AT_A_TIME);
    }

    private double catchUp(Cluster cluster, int follower) {
        long wanted = cluster.applied(cluster.leader());
        long before = Cluster.loopbackBytes();
        long begunAt = System.nanoTime();
        cluster.restart(follower);
        while (cluster.applied(follower) < wanted) {
            if (System.nanoTime() - begunAt > PATIENCE.toNanos()) {
                throw new IllegalStateException("The follower has not caught up within " + PATIENCE);
            }
            Pause.of(LOOK);
        }
        long took = System.nanoTime() - begunAt;
        if (Cluster.loopbackBytes() - before < mib * MIB) {
            throw new IllegalStateException("The follower was given entries, and no snapshot");
        }
        return took / MILLI;
    }
}

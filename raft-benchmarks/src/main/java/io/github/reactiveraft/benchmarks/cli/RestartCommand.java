package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.process.Cluster;
import io.github.reactiveraft.benchmarks.results.Statistics;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "restart",
        sortOptions = false,
        description = {
            "Fills logs, without snapshots, kills a follower and starts it again, then all members; prints a line of JSON.",
            "What it takes to start virtual machines is part of it: see what it is with --entries 1."
        })
final class RestartCommand implements Callable<Integer> {

    private static final int PAYLOAD = 16;
    private static final int IN_FLIGHT = 1024;
    private static final Duration AT_A_TIME = Duration.ofSeconds(2);
    private static final double MILLI = 1e6;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--entries",
            defaultValue = "1000000",
            paramLabel = "COUNT",
            description = "At least how many commands of 16 bytes (default: ${DEFAULT-VALUE}).")
    private long entryCount;

    @Mixin
    private SystemOption named = new SystemOption();

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    /**
     * How long it took.
     *
     * @param system whose
     * @param entries how many commands were done before
     * @param oneReadyMillis until a follower listened that was started while the others ran
     * @param allReadyMillis until all members listened that were started at the same time
     * @param firstWriteMillis until a command was done by these
     */
    record Restart(
            String system, long entries, double oneReadyMillis, double allReadyMillis, double firstWriteMillis) {}

    @Override
    public Integer call() {
        String system = named.lasting(spec);
        Output.require(spec, entryCount > 0, "--entries takes 1 and more");
        Progress progress = new Progress(spec.commandLine().getErr());
        progress.now(system + ": starting");
        try (Cluster cluster = Cluster.start(
                options.spec(system, true, IN_FLIGHT, Duration.ZERO).withoutSnapshots())) {
            long count = 0;
            while (count < entryCount) {
                long done = cluster.load(new Point(Point.DURABLE, PAYLOAD, IN_FLIGHT, 0).load(Duration.ZERO, AT_A_TIME))
                        .result()
                        .doneCount();
                if (done == 0) {
                    throw new IllegalStateException(system + " does nothing any more after " + count + " commands");
                }
                count += done;
                progress.now("%s: %,d of %,d commands".formatted(system, count, entryCount));
            }
            Restart restart = restart(system, cluster, count);
            progress.clear();
            Output.print(spec, restart);
        }
        return 0;
    }

    private static Restart restart(String system, Cluster cluster, long count) {
        double oneReady = restartFollower(cluster);
        for (int i = 0; i < cluster.memberCount(); i++) {
            cluster.kill(i);
        }
        long begunAt = System.nanoTime();
        cluster.restartAll();
        double allReady = millisSince(begunAt);
        return new Restart(system, count, oneReady, allReady, millis(cluster.awaitFirst() - begunAt));
    }

    private static double restartFollower(Cluster cluster) {
        int follower = (cluster.leader() + 1) % cluster.memberCount();
        cluster.kill(follower);
        long begunAt = System.nanoTime();
        cluster.restart(follower);
        return millisSince(begunAt);
    }

    private static double millisSince(long begunAt) {
        return millis(System.nanoTime() - begunAt);
    }

    private static double millis(long nanos) {
        return Statistics.rounded(nanos / MILLI);
    }
}

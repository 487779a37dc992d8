package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.process.ClassPaths;
import io.github.reactiveraft.benchmarks.process.Cluster;
import io.github.reactiveraft.benchmarks.results.JsonLines;
import io.github.reactiveraft.benchmarks.results.Statistics;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "restart",
        sortOptions = false,
        description = "Fills logs, without snapshots, kills all members and starts them again; prints a line of JSON.")
final class RestartCommand implements Callable<Integer> {

    private static final int PAYLOAD = 16;
    private static final int IN_FLIGHT = 1024;
    private static final Duration AT_A_TIME = Duration.ofSeconds(2);
    private static final double MILLI = 1e6;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--system",
            defaultValue = "ours",
            paramLabel = "NAME",
            description = "Which (default: ${DEFAULT-VALUE}).")
    private String system = "";

    @Option(
            names = "--entries",
            defaultValue = "1000000",
            paramLabel = "COUNT",
            description = "At least how many commands of 16 bytes (default: ${DEFAULT-VALUE}).")
    private long entryCount;

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    /**
     * How long it took.
     *
     * @param system whose
     * @param entries how many commands were done before
     * @param readyMillis until all three members listened
     * @param firstWriteMillis until a command was done
     */
    record Restart(String system, long entries, double readyMillis, double firstWriteMillis) {}

    @Override
    public Integer call() {
        if (!ClassPaths.isThere(system) || entryCount < 1) {
            throw new ParameterException(spec.commandLine(), ClusterOptions.missing(system));
        }
        Progress progress = new Progress(spec.commandLine().getErr());
        progress.now(system + ": starting");
        try (Cluster cluster = Cluster.start(
                options.spec(system, true, IN_FLIGHT, Duration.ZERO).withoutSnapshots())) {
            long count = 0;
            while (count < entryCount) {
                count += cluster.load(new Point(Point.DURABLE, PAYLOAD, IN_FLIGHT, 0).load(Duration.ZERO, AT_A_TIME))
                        .result()
                        .doneCount();
                progress.now("%s: %,d of %,d commands".formatted(system, count, entryCount));
            }
            Restart restart = restart(cluster, count);
            progress.clear();
            spec.commandLine().getOut().println(JsonLines.line(restart));
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    private Restart restart(Cluster cluster, long count) {
        for (int i = 0; i < Cluster.MEMBER_COUNT; i++) {
            cluster.kill(i);
        }
        long begunAt = System.nanoTime();
        cluster.restartAll();
        long readyAt = System.nanoTime();
        cluster.awaitFirst();
        return new Restart(
                system,
                count,
                Statistics.rounded((readyAt - begunAt) / MILLI),
                Statistics.rounded((System.nanoTime() - begunAt) / MILLI));
    }
}

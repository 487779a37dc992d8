package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.probe.LoadResult;
import io.github.reactiveraft.benchmarks.probe.LoadSpec;
import io.github.reactiveraft.benchmarks.process.Cluster;
import io.github.reactiveraft.benchmarks.results.Soak;
import io.github.reactiveraft.benchmarks.results.SoakMinute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "soak",
        sortOptions = false,
        description = {
            "Puts a load of one rate on a cluster for long; prints a line of JSON for each minute, and one for all.",
            "Between two minutes the load stops for a moment, and members collect their garbage."
        })
final class SoakCommand implements Callable<Integer> {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_IN_FLIGHT = 4096;
    private static final long KIB = 1024;
    private static final double MICRO = 1_000;
    private static final double SECOND = 1e9;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--minutes",
            defaultValue = "30",
            paramLabel = "COUNT",
            description = "How long (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = "--rate",
            defaultValue = "5000",
            paramLabel = "COUNT",
            description = "How many commands are begun in a second (default: ${DEFAULT-VALUE}).")
    private long rate;

    @Option(
            names = "--payload",
            defaultValue = "256",
            paramLabel = "BYTES",
            description = "The length of a command (default: ${DEFAULT-VALUE}).")
    private int payload;

    @Mixin
    private SystemOption named = new SystemOption();

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Override
    public Integer call() {
        String system = named.there(spec);
        Output.require(
                spec,
                minutes > 0 && rate > 0 && payload >= Long.BYTES,
                "--minutes and --rate take 1 and more, --payload 8 and more");
        Progress progress = new Progress(spec.commandLine().getErr());
        List<SoakMinute> all = new ArrayList<>();
        progress.now(system + ": starting");
        try (Cluster cluster = Cluster.start(options.spec(system, true, MOST_IN_FLIGHT, Duration.ZERO))) {
            progress.now(system + ": warming up");
            cluster.load(load(MINUTE, Duration.ZERO));
            for (int i = 1; i <= minutes; i++) {
                progress.now(system + ": minute " + i + " of " + minutes);
                SoakMinute minute = minute(cluster, i);
                all.add(minute);
                progress.clear();
                Output.print(spec, minute);
            }
        }
        Output.print(spec, Soak.of(system, all));
        return 0;
    }

    private LoadSpec load(Duration warmUp, Duration time) {
        return new Point(Point.DURABLE, payload, MOST_IN_FLIGHT, rate).load(warmUp, time);
    }

    private SoakMinute minute(Cluster cluster, int number) {
        LoadResult result = cluster.load(load(Duration.ZERO, MINUTE)).result();
        return new SoakMinute(
                number,
                result.doneCount() * SECOND / result.nanos(),
                result.p50() / MICRO,
                result.p999() / MICRO,
                result.max() / MICRO,
                result.failedCount(),
                result.lostCount(),
                result.isStalled(),
                IntStream.range(0, cluster.memberCount())
                        .mapToObj(member -> cluster.heapBytes(member) / KIB)
                        .toList(),
                cluster.peakMemoryBytes() / KIB / KIB,
                cluster.leader() + 1);
    }
}

package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.results.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "cluster",
        sortOptions = false,
        description = "Measures one system; prints a line of JSON for each point.")
final class ClusterCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--mode",
            split = ",",
            defaultValue = "durable",
            paramLabel = "MODE",
            description = "durable, memory, read, follower-read or embedded (default: ${DEFAULT-VALUE}).")
    private List<String> modes = List.of();

    @Option(
            names = "--payload",
            split = ",",
            defaultValue = "256",
            paramLabel = "BYTES",
            description = "The length of a command, 8 and more (default: ${DEFAULT-VALUE}).")
    private List<Integer> payloads = List.of();

    @Option(
            names = "--concurrency",
            split = ",",
            defaultValue = "1,16,64,256,1024",
            paramLabel = "COUNT",
            description = "Calls under way at a time (default: ${DEFAULT-VALUE}).")
    private List<Integer> concurrencies = List.of();

    @Option(
            names = "--open-loop",
            paramLabel = "RATE",
            description = "Begin so many calls in a second, and measure from when each was due. --concurrency is then"
                    + " the most that are under way.")
    private long rate;

    @Mixin
    private SystemOption system = new SystemOption();

    @Mixin
    private MeasuringOptions measuring = new MeasuringOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() {
        measuring.check(spec);
        require(rate >= 0, "--open-loop takes 1 and more");
        require(Point.MODES.containsAll(modes), "--mode takes " + Point.MODES + ", but is " + modes);
        require(payloads.stream().allMatch(payload -> payload >= Long.BYTES), "--payload takes 8 and more");
        require(concurrencies.stream().allMatch(count -> count > 0), "--concurrency takes 1 and more");
        Progress progress = new Progress(spec.commandLine().getErr());
        List<String> durable =
                modes.stream().filter(mode -> !mode.equals(Point.MEMORY)).toList();
        boolean isDurableDone = live(true, durable, progress);
        boolean isMemoryDone =
                live(false, modes.stream().filter(Point.MEMORY::equals).toList(), progress);
        progress.clear();
        return isDurableDone && isMemoryDone ? 0 : Output.FAILED;
    }

    /** Whether something was done at every point. */
    private boolean live(boolean isDurable, List<String> together, Progress progress) {
        if (together.isEmpty()) {
            return true;
        }
        boolean isAllDone = true;
        int inFlight = concurrencies.stream().mapToInt(Integer::intValue).max().orElse(1);
        try (Survey survey =
                new Survey(cluster.spec(system.there(spec), isDurable, inFlight, Duration.ZERO), progress)) {
            for (String mode : together) {
                survey.warmUp(mode, measuring.warmUp());
                for (int i = 0; i < measuring.repeat(); i++) {
                    for (Point point : points(mode)) {
                        Sample sample = survey.measure(point, measuring.time());
                        progress.clear();
                        Output.print(spec, sample);
                        isAllDone &= sample.opsPerSecond() > 0;
                    }
                }
            }
        }
        return isAllDone;
    }

    private List<Point> points(String mode) {
        List<Point> points = new ArrayList<>();
        for (int payload : Point.isRead(mode) ? List.of(payloads.get(0)) : payloads) {
            for (int concurrency : concurrencies) {
                points.add(new Point(mode, payload, concurrency, rate));
            }
        }
        return points;
    }

    private void require(boolean isRight, String message) {
        Output.require(spec, isRight, message);
    }
}

package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.process.ClassPaths;
import io.github.reactiveraft.benchmarks.results.JsonLines;
import io.github.reactiveraft.benchmarks.results.Sample;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "cluster",
        sortOptions = false,
        description = "Measures one system; prints a line of JSON for each point.")
final class ClusterCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--system",
            required = true,
            paramLabel = "NAME",
            description =
                    "ours; limit, which is the network and the disk without a protocol; or a rival that was built.")
    private String system = "";

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

    @Option(
            names = "--seconds",
            defaultValue = "8",
            paramLabel = "COUNT",
            description = "How long each point is measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "How long the cluster is kept busy before (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--repeat",
            defaultValue = "1",
            paramLabel = "COUNT",
            description = "How often to go through all points (default: ${DEFAULT-VALUE}).")
    private int repeat;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() {
        require(ClassPaths.isThere(system), ClusterOptions.missing(system));
        require(
                seconds > 0 && warmUp >= 0 && repeat > 0 && rate >= 0,
                "Counts are not negative, nor is nothing measured");
        require(Point.MODES.containsAll(modes), "--mode takes " + Point.MODES + ", but is " + modes);
        require(payloads.stream().allMatch(payload -> payload >= Long.BYTES), "--payload takes 8 and more");
        require(concurrencies.stream().allMatch(count -> count > 0), "--concurrency takes 1 and more");
        Progress progress = new Progress(spec.commandLine().getErr());
        live(true, modes.stream().filter(mode -> !mode.equals(Point.MEMORY)).toList(), progress);
        live(false, modes.stream().filter(Point.MEMORY::equals).toList(), progress);
        progress.clear();
        return 0;
    }

    private void live(boolean isDurable, List<String> together, Progress progress) {
        if (together.isEmpty()) {
            return;
        }
        int inFlight = concurrencies.stream().mapToInt(Integer::intValue).max().orElse(1);
        try (Survey survey = new Survey(cluster.spec(system, isDurable, inFlight, Duration.ZERO), progress)) {
            for (String mode : together) {
                survey.warmUp(mode, Duration.ofSeconds(warmUp));
                for (int i = 0; i < repeat; i++) {
                    for (Point point : points(mode)) {
                        print(survey.measure(point, Duration.ofSeconds(seconds)), progress);
                    }
                }
            }
        }
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

    private void print(Sample sample, Progress progress) {
        progress.clear();
        PrintWriter out = spec.commandLine().getOut();
        out.println(JsonLines.line(sample));
        out.flush();
    }

    private void require(boolean isRight, String message) {
        if (!isRight) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}

package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.results.Growth;
import io.github.reactiveraft.benchmarks.results.LineChart;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "growth",
        sortOptions = false,
        description = {
            "Measures ours where there is more and more of something; prints a line of JSON for each point.",
            "Writes a plot for each series into a directory beside docs/benchmarks.md."
        })
final class GrowthCommand implements Callable<Integer> {

    private static final double THOUSAND = 1_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--series",
            split = ",",
            defaultValue = "log,members,payload,watchers,sessions",
            paramLabel = "NAME",
            description = "Of what there is more (default: ${DEFAULT-VALUE}).")
    private List<String> series = List.of();

    @Option(
            names = "--entries",
            defaultValue = "10000000",
            paramLabel = "COUNT",
            description = "How long the log gets in the series 'log' (default: ${DEFAULT-VALUE}).")
    private long entries;

    @Option(
            names = "--seconds",
            defaultValue = "4",
            paramLabel = "COUNT",
            description = "How long each point is measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "How long each cluster is kept busy before (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Mixin
    private PageOption docs = new PageOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws IOException {
        Output.require(
                spec,
                seconds > 0 && warmUp >= 0 && entries > 0,
                "--seconds and --entries take 1 and more, --warmup 0 and more");
        Output.require(
                spec,
                GrowthSeries.TITLES.keySet().containsAll(series),
                "--series takes " + GrowthSeries.TITLES.keySet());
        Progress progress = new Progress(spec.commandLine().getErr());
        for (String name : series) {
            List<Growth> points = new ArrayList<>();
            new GrowthSeries(
                            cluster.spec("ours", true, Grid.MOST_IN_FLIGHT, Duration.ZERO),
                            Duration.ofSeconds(warmUp),
                            Duration.ofSeconds(seconds),
                            progress,
                            point -> {
                                progress.clear();
                                Output.print(spec, point);
                                points.add(point);
                            })
                    .measure(name, entries);
            docs.writeChart("growth-" + name + ".svg", chart(name, points));
        }
        return 0;
    }

    private static String chart(String series, List<Growth> points) {
        Map<Integer, List<Double>> lines = new LinkedHashMap<>();
        points.forEach(point -> lines.computeIfAbsent(point.sample().concurrency(), any -> new ArrayList<>())
                .add(point.sample().opsPerSecond() / THOUSAND));
        List<String> places = points.stream()
                .map(Growth::size)
                .distinct()
                .map(GrowthCommand::place)
                .toList();
        LineChart chart = new LineChart(GrowthSeries.TITLES.getOrDefault(series, series), places);
        lines.forEach((inFlight, values) ->
                chart.line("×" + inFlight, values, value -> String.format(Locale.ROOT, "%.0fk", value)));
        return chart.svg();
    }

    private static String place(long size) {
        return size < 100 * THOUSAND
                ? Long.toString(size)
                : String.format(Locale.ROOT, "%.2f M", size / THOUSAND / THOUSAND);
    }
}

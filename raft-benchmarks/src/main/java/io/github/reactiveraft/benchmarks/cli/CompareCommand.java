package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.process.ClassPaths;
import io.github.reactiveraft.benchmarks.process.ClusterSpec;
import io.github.reactiveraft.benchmarks.results.JsonLines;
import io.github.reactiveraft.benchmarks.results.Origin;
import io.github.reactiveraft.benchmarks.results.Report;
import io.github.reactiveraft.benchmarks.results.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        sortOptions = false,
        description = {
            "Measures one system after the other, and writes docs/benchmarks.md with plots.",
            "What was measured is kept: whoever is there completely is not measured again."
        })
final class CompareCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--systems",
            split = ",",
            defaultValue = "ours,limit,ratis,jraft,jgroups,etcd",
            paramLabel = "NAME",
            description =
                    "Which (default: ${DEFAULT-VALUE}; there are also limit-batched and jgroups-pipe); those that were not built are"
                            + " left out.")
    private List<String> systems = List.of();

    @Option(
            names = "--key",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Only the few points that say most, which is so unless it is negated.")
    private boolean isKeyOnly;

    @Option(
            names = "--state",
            defaultValue = "raft-benchmarks/target/compare",
            paramLabel = "DIR",
            description = "Where samples are kept (default: ${DEFAULT-VALUE}).")
    private Path state = Path.of("");

    @Option(names = "--report-only", description = "Measure nothing; write what is there.")
    private boolean isReportOnly;

    @Mixin
    private PageOption docs = new PageOption();

    @Mixin
    private MeasuringOptions measuring = new MeasuringOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws IOException {
        measuring.check(spec);
        Progress progress = new Progress(spec.commandLine().getErr());
        Files.createDirectories(state);
        boolean isAllMeasured = true;
        for (String system : isReportOnly ? List.<String>of() : systems) {
            isAllMeasured &= compare(system, progress);
        }
        report(progress);
        return isAllMeasured ? 0 : Output.FAILED;
    }

    private boolean compare(String system, Progress progress) throws IOException {
        if (!ClassPaths.isThere(system)) {
            progress.note(SystemOption.missing(system) + "; left out");
            return true;
        }
        Grid grid = new Grid(isKeyOnly);
        if (isComplete(samples(system), grid)) {
            progress.note(system + " was measured before; delete " + samplesOf(system) + " to do it again");
            return true;
        }
        Files.deleteIfExists(samplesOf(system));
        Files.deleteIfExists(originOf(system));
        try {
            for (List<Point> life : grid.lives()) {
                live(system, life, progress);
            }
            JsonLines.append(originOf(system), Machine.origin(system));
            return true;
        } catch (IllegalStateException | UncheckedIOException failure) {
            progress.note(system + " failed: " + failure.getMessage());
            return false;
        }
    }

    private boolean isComplete(List<Sample> samples, Grid grid) {
        return grid.points().stream()
                .allMatch(point -> samples.stream().filter(point::isPlaceOf).count() >= measuring.repeat());
    }

    private void live(String system, List<Point> points, Progress progress) {
        ClusterSpec described = cluster.spec(system, true, Grid.MOST_IN_FLIGHT, Duration.ZERO);
        try (Survey survey = new Survey(described, progress)) {
            survey.warmUp(points.get(0).mode(), measuring.warmUp());
            for (int i = 0; i < measuring.repeat(); i++) {
                for (Point point : points) {
                    JsonLines.append(samplesOf(system), survey.measure(point, measuring.time()));
                }
            }
        }
    }

    private void report(Progress progress) throws IOException {
        List<Sample> samples = new ArrayList<>();
        List<Origin> origins = new ArrayList<>();
        for (String system : systems) {
            samples.addAll(samples(system));
            origins.addAll(JsonLines.read(originOf(system), Origin.class));
        }
        if (samples.isEmpty()) {
            progress.note("Nothing was measured, so there is nothing to report");
            return;
        }
        Report report = new Report(samples, origins);
        Path page = docs.page();
        Files.writeString(page, report.into(Files.exists(page) ? Files.readString(page) : "# Benchmarks\n"));
        for (Map.Entry<String, String> chart : report.charts().entrySet()) {
            docs.writeChart(chart.getKey(), chart.getValue());
        }
        progress.note("Written: " + page + " and " + report.charts().keySet() + " beside it");
    }

    private List<Sample> samples(String system) {
        return JsonLines.read(samplesOf(system), Sample.class);
    }

    private Path samplesOf(String system) {
        return state.resolve(system + ".jsonl");
    }

    private Path originOf(String system) {
        return state.resolve(system + ".origin.json");
    }
}

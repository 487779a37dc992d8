package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.process.ClusterSpec;
import io.github.reactiveraft.benchmarks.results.Growth;
import io.github.reactiveraft.benchmarks.results.Sample;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures one cluster, or several, with more and more of something. */
final class GrowthSeries {

    static final Map<String, String> TITLES = titles();

    private static final String CHANGES_ARE_TOLD = "-Dbenchmark.changes=true";
    private static final int SMALL = 16;
    private static final int USUAL = 256;
    private static final int SOME = 64;
    private static final int MANY = 256;

    private final ClusterSpec spec;
    private final Duration warmUp;
    private final Duration time;
    private final Progress progress;
    private final Consumer<Growth> told;

    /** @param told what was measured, at once */
    GrowthSeries(ClusterSpec spec, Duration warmUp, Duration time, Progress progress, Consumer<Growth> told) {
        this.spec = spec;
        this.warmUp = warmUp;
        this.time = time;
        this.progress = progress;
        this.told = told;
    }

    private static Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("log", "Commands of 16 B in a second, by entries in the log (no snapshots)");
        titles.put("members", "Commands of 256 B in a second, by members");
        titles.put("payload", "Commands in a second, by their length in bytes");
        titles.put("watchers", "Commands of 256 B in a second, by watchers in the same client that are told of each");
        titles.put(
                "sessions", "Commands of 256 B in a second, by other clients that are connected, each with a session");
        return titles;
    }

    /** @param entries how long the log may get */
    void measure(String series, long entries) {
        switch (series) {
            case "log" -> log(entries);
            case "members" -> members();
            case "payload" -> payload();
            case "watchers" -> watchers();
            case "sessions" -> sessions();
            default -> throw new IllegalArgumentException("No series " + series);
        }
    }

    /** One command at a time warms everything up, so that the log is short at first. */
    private void log(long most) {
        try (Survey survey = new Survey(spec.withoutSnapshots(), progress)) {
            long entries = count(survey.measureAtOnce(new Point(Point.DURABLE, SMALL, 1, 0), warmUp));
            while (entries < most) {
                Sample sample = survey.measureAtOnce(new Point(Point.DURABLE, SMALL, MANY, 0), time);
                told.accept(new Growth("log", entries, sample));
                if (sample.opsPerSecond() == 0) {
                    throw new IllegalStateException("Nothing is done any more after " + entries + " commands");
                }
                entries += count(sample);
            }
        }
    }

    private static long count(Sample sample) {
        return Math.round(sample.opsPerSecond() * sample.seconds());
    }

    private void members() {
        for (int count : List.of(1, 3, 5)) {
            try (Survey survey = warm(spec.withMembers(count))) {
                for (int inFlight : List.of(SOME, Grid.MOST_IN_FLIGHT)) {
                    measure("members", count, survey, new Point(Point.DURABLE, USUAL, inFlight, 0));
                }
            }
        }
    }

    private void payload() {
        try (Survey survey = warm(spec)) {
            for (int bytes : List.of(16, 64, 256, 1024, 4096, 16_384, 65_536)) {
                measure("payload", bytes, survey, new Point(Point.DURABLE, bytes, SOME, 0));
            }
        }
    }

    private void watchers() {
        try (Survey survey = warm(spec.withJavaOption(CHANGES_ARE_TOLD))) {
            int watching = 0;
            for (int count : List.of(0, 1, 4, 16, 64)) {
                survey.cluster().watch(count - watching);
                watching = count;
                measure("watchers", count, survey, new Point(Point.DURABLE, USUAL, SOME, 0));
            }
        }
    }

    private void sessions() {
        try (Survey survey = warm(spec)) {
            int open = 0;
            for (int count : List.of(0, 1, 10, 100, 1000)) {
                survey.cluster().connectMore(count - open);
                open = count;
                measure("sessions", count, survey, new Point(Point.DURABLE, USUAL, SOME, 0));
            }
        }
    }

    private Survey warm(ClusterSpec described) {
        Survey survey = new Survey(described, progress);
        survey.warmUp(Point.DURABLE, warmUp);
        return survey;
    }

    private void measure(String series, long size, Survey survey, Point point) {
        told.accept(new Growth(series, size, survey.measure(point, time)));
    }
}

package io.github.reactiveraft.benchmarks.results;

import io.github.reactiveraft.benchmarks.results.Summary.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What a comparison came to: tables, for between the marks of a page, and charts beside it. */
public final class Report {

    /** Between this and {@link #END}, a page is written anew. */
    static final String BEGIN = "<!-- results: written by 'benchmarks.jar compare' -->";

    /** Where that ends. */
    static final String END = "<!-- end of results -->";

    private static final String OURS = "ours";
    /** Those without a protocol, or without a client of their own. */
    private static final List<String> BARE = List.of("limit", "limit-batched", "jgroups-pipe");

    private static final String NOTHING = "–";
    private static final double THOUSAND = 1_000;

    private final Summary summary;
    private final List<Origin> origins;
    private final List<String> rivals;

    /**
     * @param samples all of them
     * @param origins where they come from
     */
    public Report(List<Sample> samples, List<Origin> origins) {
        this.summary = new Summary(samples);
        this.origins = List.copyOf(origins);
        this.rivals = summary.systems().stream()
                .filter(system -> !system.equals(OURS) && !BARE.contains(system))
                .toList();
    }

    /** The page with the part between the marks replaced, or added at its end. */
    public String into(String page) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        String results = BEGIN + "\n\n" + text() + "\n" + END;
        return begin < 0 || end < begin
                ? page.stripTrailing() + "\n\n" + results + "\n"
                : page.substring(0, begin) + results + page.substring(end + END.length());
    }

    String text() {
        return String.join(
                "\n",
                "Operations in a second, thousands (p50, ms). Medians; a `*` says that others used the machine, or that calls failed, stalled or were lost.\n",
                table(this::throughput),
                "Ours as a multiple of the best of the others, each with a client of its own, and of what has no protocol, or no such client:\n",
                ratios(),
                "Processor time for one operation, µs, all three members together; the 99th percentile, ms:\n",
                table(this::costs),
                images(),
                "Measured:\n",
                measured());
    }

    private String images() {
        return charts().keySet().stream()
                .map(file -> "![" + file.substring(0, file.indexOf('.')) + "](benchmarks/" + file + ")\n")
                .collect(Collectors.joining("\n"));
    }

    private Optional<String> throughput(String system, Place place) {
        return summary.throughput(system, place)
                .map(ops -> thousands(ops) + " (" + millisOf(system, place, Sample::p50Micros) + ")"
                        + (summary.isDoubtful(system, place) ? "*" : ""));
    }

    private Optional<String> costs(String system, Place place) {
        return summary.median(system, place, Sample::serverCpuMicros)
                .map(cpu -> number(cpu) + " (" + millisOf(system, place, Sample::p99Micros) + ")");
    }

    private String millisOf(String system, Place place, ToDoubleFunction<Sample> of) {
        return summary.median(system, place, of).map(Report::millis).orElse(NOTHING);
    }

    private interface CellText {
        Optional<String> of(String system, Place place);
    }

    private String table(CellText text) {
        List<String> heads = new ArrayList<>(List.of(""));
        summary.places().forEach(place -> heads.add(place.label()));
        Table table = new Table(heads);
        for (String system : summary.systems()) {
            List<String> row = new ArrayList<>(List.of(system.equals(OURS) ? "**ours**" : system));
            summary.places().forEach(place -> row.add(text.of(system, place).orElse(NOTHING)));
            table.row(row);
        }
        return table.toString();
    }

    private String ratios() {
        List<String> heads = new ArrayList<>(List.of(""));
        List<String> toBest = new ArrayList<>(List.of("ours / best of the others"));
        for (Place place : summary.places()) {
            heads.add(place.label());
            toBest.add(summary.best(rivals, place)
                    .flatMap(best -> summary.ratio(OURS, best, place).map(ratio -> number(ratio) + " (" + best + ")"))
                    .orElse(NOTHING));
        }
        Table table = new Table(heads).row(toBest);
        BARE.stream().filter(summary.systems()::contains).forEach(bare -> table.row(to(bare)));
        return table.toString();
    }

    private List<String> to(String bare) {
        List<String> row = new ArrayList<>(List.of("ours / " + bare));
        summary.places()
                .forEach(place -> row.add(
                        summary.ratio(OURS, bare, place).map(Report::number).orElse(NOTHING)));
        return row;
    }

    private String measured() {
        Table table = new Table(List.of("", "version", "day", "Java", "machine"));
        origins.forEach(origin ->
                table.row(List.of(origin.system(), origin.version(), origin.day(), origin.java(), origin.machine())));
        return table.toString();
    }

    /** Files beside the page, by name. */
    public Map<String, String> charts() {
        Map<String, String> charts = new LinkedHashMap<>();
        charts.put("throughput.svg", chart("Operations in a second", Sample::opsPerSecond, Report::thousandsWithUnit));
        charts.put("latency.svg", chart("Median latency", Sample::p50Micros, micros -> millis(micros) + " ms"));
        charts.put(
                "cpu.svg",
                chart(
                        "Processor time of the members for one operation",
                        Sample::serverCpuMicros,
                        micros -> number(micros) + " µs"));
        return charts;
    }

    private String chart(String title, ToDoubleFunction<Sample> of, Function<Double, String> label) {
        BarChart chart = new BarChart(title);
        for (Place place : summary.places()) {
            List<BarChart.Bar> bars = new ArrayList<>();
            for (String system : summary.systems()) {
                summary.median(system, place, of)
                        .ifPresent(value -> bars.add(new BarChart.Bar(system, value, label.apply(value))));
            }
            chart.panel(place.label(), bars);
        }
        return chart.svg();
    }

    private static String thousandsWithUnit(double ops) {
        return thousands(ops) + "k/s";
    }

    private static String thousands(double ops) {
        return number(ops / THOUSAND);
    }

    private static String millis(double micros) {
        return number(micros / THOUSAND);
    }

    /** Two or three digits that say something. */
    private static String number(double value) {
        String format = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}

package io.github.reactiveraft.benchmarks.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Lines over the same few places, which stand side by side at equal distances, as an SVG file; its scale begins at 0. */
public final class LineChart {

    private static final int WIDTH = 760;
    private static final int SIDE = 50;
    private static final int TITLE = 56;
    private static final int HEIGHT = 200;
    private static final int BELOW = 36;
    private static final int ABOVE_POINT = 8;
    /** More labels than this would touch each other. */
    private static final int MOST_LABELS = 9;

    private static final List<String> COLOURS = List.of("#1b6ca8", "#d9822b", "#3f8f5b");

    private final String title;
    private final List<String> places;
    private final List<Line> lines = new ArrayList<>();

    private record Line(String name, List<Double> values, Function<Double, String> label) {}

    /** A chart without lines. */
    public LineChart(String title, List<String> places) {
        this.title = title;
        this.places = List.copyOf(places);
    }

    /** Adds a line with a value for each place. */
    public LineChart line(String name, List<Double> values, Function<Double, String> label) {
        if (values.size() != places.size()) {
            throw new IllegalArgumentException(values.size() + " values for " + places.size() + " places");
        }
        lines.add(new Line(name, List.copyOf(values), label));
        return this;
    }

    /** The file's content. */
    public String svg() {
        double highest = lines.stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < places.size(); i++) {
            if (isLabelled(i)) {
                Svg.text(body, x(i), TITLE + HEIGHT + 20, "middle", places.get(i));
            }
        }
        for (int i = 0; i < lines.size(); i++) {
            line(body, lines.get(i), COLOURS.get(i % COLOURS.size()), highest == 0 ? 1 : highest);
            Svg.text(body, SIDE + i * 110, TITLE - 18, "begin", lines.get(i).name());
            body.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>%n",
                    SIDE + i * 110 - 18,
                    TITLE - 28,
                    COLOURS.get(i % COLOURS.size())));
        }
        body.append(String.format(
                Locale.ROOT,
                "<line x1=\"0\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#77706a\"/>%n",
                WIDTH,
                TITLE + HEIGHT,
                TITLE + HEIGHT));
        return Svg.file(WIDTH, TITLE + HEIGHT + BELOW, title, body);
    }

    private void line(StringBuilder body, Line line, String colour, double highest) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < places.size(); i++) {
            double y = TITLE + HEIGHT * (1 - line.values().get(i) / highest);
            points.append(String.format(Locale.ROOT, "%s%.1f,%.1f", i == 0 ? "" : " ", x(i), y));
            if (isLabelled(i)) {
                Svg.text(
                        body,
                        x(i),
                        y - ABOVE_POINT,
                        "middle",
                        line.label().apply(line.values().get(i)));
            }
        }
        body.append(String.format(
                Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
                points,
                colour));
    }

    private boolean isLabelled(int place) {
        return place % ((places.size() + MOST_LABELS - 1) / MOST_LABELS) == 0;
    }

    private double x(int place) {
        return places.size() == 1 ? WIDTH / 2.0 : SIDE + (WIDTH - 2.0 * SIDE) * place / (places.size() - 1);
    }
}

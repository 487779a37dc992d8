package io.github.reactiveraft.benchmarks.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Horizontal bars, a panel for each thing that was measured, as an SVG file: light, and readable without colours. */
final class BarChart {

    private static final int WIDTH = 760;
    private static final int LEFT = 110;
    private static final int RIGHT = 110;
    private static final int BAR = 16;
    private static final int GAP = 5;
    private static final int TITLE = 30;
    private static final int PANEL_TITLE = 24;
    private static final List<String> COLOURS =
            List.of("#1b6ca8", "#8d99a6", "#d9822b", "#3f8f5b", "#a14f8f", "#b5473c", "#77706a", "#c9a227");

    private final String title;
    private final List<Panel> panels = new ArrayList<>();

    /**
     * One bar.
     *
     * @param name whose
     * @param value how long
     * @param label what stands at its end
     */
    record Bar(String name, double value, String label) {}

    private record Panel(String name, List<Bar> bars) {}

    /** A chart without panels. */
    public BarChart(String title) {
        this.title = title;
    }

    /** Adds a panel, whose bars have a scale of their own. */
    public BarChart panel(String name, List<Bar> bars) {
        panels.add(new Panel(name, List.copyOf(bars)));
        return this;
    }

    /** The file's content. */
    public String svg() {
        StringBuilder body = new StringBuilder();
        int y = TITLE;
        for (Panel panel : panels) {
            y += PANEL_TITLE;
            Svg.text(body, 0, y - 7, "panel", panel.name());
            double longest = panel.bars().stream().mapToDouble(Bar::value).max().orElse(0);
            for (Bar bar : panel.bars()) {
                bar(body, bar, y, longest);
                y += BAR + GAP;
            }
            y += GAP;
        }
        return Svg.file(WIDTH, y, title, body);
    }

    private void bar(StringBuilder body, Bar bar, int y, double longest) {
        double width = longest == 0 ? 0 : (WIDTH - LEFT - RIGHT) * bar.value() / longest;
        Svg.text(body, LEFT - 6, y + BAR - 4, "name", bar.name());
        body.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                LEFT,
                y,
                Math.max(1, width),
                BAR,
                COLOURS.get(place(bar.name()) % COLOURS.size())));
        Svg.text(body, LEFT + (int) width + 6, y + BAR - 4, "value", bar.label());
    }

    /** The same name has the same colour in every panel. */
    private int place(String name) {
        List<String> names = panels.stream()
                .flatMap(panel -> panel.bars().stream())
                .map(Bar::name)
                .distinct()
                .toList();
        return names.indexOf(name);
    }
}

package io.github.reactiveraft.benchmarks.results;

import java.util.Locale;

/** What all charts are made of: light, and readable without colours. */
final class Svg {

    private Svg() {}

    /** A file with a title at its top. */
    static String file(int width, int height, String title, CharSequence body) {
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                <style>.title{font-size:16px;font-weight:bold}.panel{font-weight:bold}.name{text-anchor:end}.middle{text-anchor:middle}</style>
                <rect x="-10" width="%d" height="%d" fill="#ffffff"/>
                <text x="0" y="18" class="title">%s</text>
                %s</svg>
                """, width, height, width + 20, height, escaped(title), body);
    }

    static void text(StringBuilder body, double x, double y, String kind, String text) {
        body.append(String.format(
                Locale.ROOT, "<text x=\"%.0f\" y=\"%.0f\" class=\"%s\">%s</text>%n", x, y, kind, escaped(text)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

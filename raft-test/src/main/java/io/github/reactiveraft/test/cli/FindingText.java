package io.github.reactiveraft.test.cli;

import java.util.List;
import java.util.stream.Stream;

/**
 * What was found, in as many lines as a person reads: what it is, the line that repeats it, and what happened last before
 * it. A replay shows the rest.
 */
final class FindingText {

    private static final int WHAT_LINE_COUNT = 12;
    private static final int EVENT_LINE_COUNT = 24;
    private static final int LINE_LENGTH = 240;

    private FindingText() {}

    /**
     * Shortens a message.
     *
     * @param kind what kind of finding this is
     * @param message as the simulation tells it: what, {@code "; to repeat: "}, how, and the latest events
     * @param reproduction the line that repeats it
     */
    static String of(String kind, String message, String reproduction) {
        String mark = "; to repeat: " + reproduction;
        int at = message.indexOf(mark);
        String what = at < 0 ? message : message.substring(0, at);
        String events = at < 0 ? "" : message.substring(at + mark.length());
        Stream<String> lines = Stream.of(
                        first(what.lines().toList()).stream(),
                        Stream.of("  to repeat: " + reproduction),
                        last(events.lines().filter(line -> !line.isBlank()).toList()).stream())
                .flatMap(part -> part);
        return String.join("\n", Stream.concat(Stream.of(kind), lines).toList());
    }

    private static List<String> first(List<String> lines) {
        Stream<String> told = lines.stream().limit(WHAT_LINE_COUNT).map(line -> "  " + shortened(line));
        int more = lines.size() - WHAT_LINE_COUNT;
        return Stream.concat(told, more > 0 ? Stream.of("  ... and " + more + " lines more") : Stream.empty())
                .toList();
    }

    private static List<String> last(List<String> lines) {
        int skipped = Math.max(0, lines.size() - EVENT_LINE_COUNT);
        Stream<String> told = lines.stream().skip(skipped).map(line -> "    " + shortened(line.strip()));
        return Stream.concat(skipped > 0 ? Stream.of("    ... behind " + skipped + " events:") : Stream.empty(), told)
                .toList();
    }

    private static String shortened(String line) {
        return line.length() <= LINE_LENGTH ? line : line.substring(0, LINE_LENGTH) + " ...";
    }
}

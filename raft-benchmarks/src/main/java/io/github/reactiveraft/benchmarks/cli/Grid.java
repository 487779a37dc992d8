package io.github.reactiveraft.benchmarks.cli;

import java.util.List;
import java.util.stream.Stream;

/**
 * What everybody is measured at.
 *
 * @param isKeyOnly only the points that say most
 */
record Grid(boolean isKeyOnly) {

    static final int MOST_IN_FLIGHT = 1024;

    private static final List<Integer> ALL = List.of(1, 16, 64, 256, MOST_IN_FLIGHT);
    private static final List<Integer> KEY = List.of(1, 64, MOST_IN_FLIGHT);
    private static final List<Integer> KEY_OF_MIDDLE = List.of(1, 64, 256, MOST_IN_FLIGHT);
    private static final List<Integer> FEW = List.of(64);
    private static final List<Integer> MANY = List.of(64, MOST_IN_FLIGHT);
    private static final int SMALL = 16;
    private static final int MIDDLE = 256;
    private static final int LARGE = 4096;

    /** Each list in a cluster of its own: commands, then reads. */
    List<List<Point>> lives() {
        List<Integer> usual = isKeyOnly ? KEY : ALL;
        return List.of(
                Stream.of(
                                points(Point.DURABLE, SMALL, usual),
                                points(Point.DURABLE, MIDDLE, isKeyOnly ? KEY_OF_MIDDLE : ALL),
                                points(Point.DURABLE, LARGE, isKeyOnly ? FEW : ALL))
                        .flatMap(List::stream)
                        .toList(),
                points(Point.READ, SMALL, isKeyOnly ? MANY : ALL));
    }

    List<Point> points() {
        return lives().stream().flatMap(List::stream).toList();
    }

    private static List<Point> points(String mode, int payload, List<Integer> concurrencies) {
        return concurrencies.stream()
                .map(concurrency -> new Point(mode, payload, concurrency, 0))
                .toList();
    }
}

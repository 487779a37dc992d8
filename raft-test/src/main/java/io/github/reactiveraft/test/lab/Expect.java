package io.github.reactiveraft.test.lab;

import java.util.function.Supplier;

/**
 * What a scenario takes for granted. An assertion library would do it as well, but the scenarios also run where there is
 * none.
 */
final class Expect {

    private Expect() {}

    /** Fails with these words unless a condition holds; the words are made only then. */
    static void that(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }

    static <T> void equal(String what, T actual, T expected) {
        that(actual.equals(expected), () -> what + ": expected " + expected + ", but was " + actual);
    }

    static <T extends Comparable<T>> void atMost(String what, T actual, T limit) {
        that(actual.compareTo(limit) <= 0, () -> what + ": expected at most " + limit + ", but was " + actual);
    }

    static <T extends Comparable<T>> void atLeast(String what, T actual, T limit) {
        that(actual.compareTo(limit) >= 0, () -> what + ": expected at least " + limit + ", but was " + actual);
    }
}

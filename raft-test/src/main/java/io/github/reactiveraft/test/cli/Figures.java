package io.github.reactiveraft.test.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Numbers as they are told, the same in every language of the machine. */
final class Figures {

    private static final double NANOS = 1e9;
    private static final double SECONDS = 3_600;

    private Figures() {}

    static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }

    static double hours(Duration duration) {
        return seconds(duration) / SECONDS;
    }

    /** This number with three digits behind the point. */
    static double rounded(double number) {
        return BigDecimal.valueOf(number).setScale(3, RoundingMode.HALF_UP).doubleValue();
    }

    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** A number and what it counts. */
    static String count(long number, String one, String many) {
        return format("%,d %s", number, number == 1 ? one : many);
    }
}

package io.github.reactiveraft.test.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads minutes, or parts of one. */
final class Minutes implements ITypeConverter<Duration> {

    private static final double MILLIS = 60_000;
    private static final double MOST = 1_000_000;

    @Override
    public Duration convert(String text) {
        try {
            double minutes = Double.parseDouble(text);
            if (minutes > 0 && minutes <= MOST) {
                return Duration.ofMillis(Math.round(minutes * MILLIS));
            }
        } catch (NumberFormatException none) {
            // Answered below, as numbers out of range are.
        }
        throw new TypeConversionException("'" + text + "' is no number of minutes, such as 10 or 0.5");
    }
}

package io.github.reactiveraft.benchmarks.results;

import java.util.Arrays;
import java.util.List;

/** Plain arithmetic. */
public final class Statistics {

    private static final double DECIMALS = 1_000;

    private Statistics() {}

    /**
     * The one in the middle, or half way between the two.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static double median(double... numbers) {
        if (numbers.length == 0) {
            throw new IllegalArgumentException("Nothing has no median");
        }
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** To three decimals: more of them say nothing. */
    public static double rounded(double number) {
        return Math.round(number * DECIMALS) / DECIMALS;
    }

    /** By how much numbers grow from one to the next, as a straight line through them has it; 0 for less than two. */
    public static double slope(List<? extends Number> numbers) {
        double count = numbers.size();
        if (count < 2) {
            return 0;
        }
        double meanOfPlaces = (count - 1) / 2;
        double mean =
                numbers.stream().mapToDouble(Number::doubleValue).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < count; i++) {
            covariance += (i - meanOfPlaces) * (numbers.get(i).doubleValue() - mean);
            variance += (i - meanOfPlaces) * (i - meanOfPlaces);
        }
        return covariance / variance;
    }
}

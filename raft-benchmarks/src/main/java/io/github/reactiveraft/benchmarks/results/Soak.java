package io.github.reactiveraft.benchmarks.results;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What became of many minutes.
 *
 * @param system whose
 * @param minutes how many
 * @param heapKibPerMinute by how much each member's heap grew
 * @param worstP999Micros the 99.9th percentile of the worst minute
 * @param failures calls that failed
 * @param lost calls that did not end
 * @param stalledMinutes minutes that were given up because none ended
 * @param leaderChanges how often another member led at the end of a minute than at the end of the one before
 */
public record Soak(
        String system,
        int minutes,
        List<Double> heapKibPerMinute,
        double worstP999Micros,
        long failures,
        long lost,
        int stalledMinutes,
        int leaderChanges) {

    /** Counts. */
    public static Soak of(String system, List<SoakMinute> minutes) {
        int memberCount = minutes.isEmpty() ? 0 : minutes.get(0).heapKib().size();
        return new Soak(
                system,
                minutes.size(),
                IntStream.range(0, memberCount)
                        .mapToObj(member -> slope(minutes, member))
                        .toList(),
                minutes.stream().mapToDouble(SoakMinute::p999Micros).max().orElse(0),
                minutes.stream().mapToLong(SoakMinute::failures).sum(),
                minutes.stream().mapToLong(SoakMinute::lost).sum(),
                (int) minutes.stream().filter(SoakMinute::stalled).count(),
                (int) IntStream.range(1, minutes.size())
                        .filter(i ->
                                minutes.get(i).leader() != minutes.get(i - 1).leader())
                        .count());
    }

    private static double slope(List<SoakMinute> minutes, int member) {
        return Statistics.rounded(Statistics.slope(
                minutes.stream().map(minute -> minute.heapKib().get(member)).toList()));
    }
}

package io.github.reactiveraft.benchmarks.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The medians of all samples of the same system and place. Disturbed ones count only where there are no others. */
final class Summary {

    private final Map<Cell, List<Sample>> samples;

    /**
     * What was measured, whoever it was.
     *
     * @param mode as in {@link Sample}
     * @param payload as in {@link Sample}
     * @param concurrency as in {@link Sample}
     */
    record Place(String mode, int payload, int concurrency) {

        static Place of(Sample sample) {
            return new Place(sample.mode(), sample.payload(), sample.concurrency());
        }

        /** What people call it. */
        public String label() {
            return mode.equals("durable") ? bytes() + " ×" + concurrency : mode + " " + bytes() + " ×" + concurrency;
        }

        private String bytes() {
            return payload >= 1024 && payload % 1024 == 0 ? payload / 1024 + " KiB" : payload + " B";
        }
    }

    private record Cell(String system, Place place) {}

    /** All samples, in the order in which their systems and places are to be shown. */
    public Summary(List<Sample> all) {
        this.samples = all.stream()
                .collect(Collectors.groupingBy(
                        sample -> new Cell(sample.system(), Place.of(sample)),
                        LinkedHashMap::new,
                        Collectors.toList()));
        samples.replaceAll((cell, each) -> best(each));
    }

    private static List<Sample> best(List<Sample> samples) {
        List<Sample> calm =
                samples.stream().filter(sample -> !sample.disturbed()).toList();
        return calm.isEmpty() ? samples : calm;
    }

    /** Whose. */
    public List<String> systems() {
        Set<String> systems = new LinkedHashSet<>();
        samples.keySet().forEach(cell -> systems.add(cell.system()));
        return new ArrayList<>(systems);
    }

    /** What. */
    public List<Place> places() {
        Set<Place> places = new LinkedHashSet<>();
        samples.keySet().forEach(cell -> places.add(cell.place()));
        return new ArrayList<>(places);
    }

    /** The median of something, if that was measured. */
    public Optional<Double> median(String system, Place place, ToDoubleFunction<Sample> of) {
        return Optional.ofNullable(samples.get(new Cell(system, place)))
                .map(each -> Statistics.median(each.stream().mapToDouble(of).toArray()));
    }

    /** Whether any of the samples of a median is doubtful. */
    public boolean isDoubtful(String system, Place place) {
        return Optional.ofNullable(samples.get(new Cell(system, place))).stream()
                .flatMap(List::stream)
                .anyMatch(
                        sample -> sample.disturbed() || sample.stalled() || sample.lost() > 0 || sample.failures() > 0);
    }

    /** Which of some systems has most calls done. */
    public Optional<String> best(List<String> among, Place place) {
        return among.stream()
                .filter(system -> throughput(system, place).isPresent())
                .max((a, b) -> Double.compare(
                        throughput(a, place).orElseThrow(), throughput(b, place).orElseThrow()));
    }

    /** Calls done in a second. */
    public Optional<Double> throughput(String system, Place place) {
        return median(system, place, Sample::opsPerSecond);
    }

    /** How many times as many calls one system does as another. */
    public Optional<Double> ratio(String system, String other, Place place) {
        return throughput(system, place)
                .flatMap(ours ->
                        throughput(other, place).filter(theirs -> theirs > 0).map(theirs -> ours / theirs));
    }
}

package io.github.reactiveraft.examples.evidence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Does to processes what happens to them, one thing after the other, and makes up for it before the next. */
final class Turmoil {

    private static final int SHORTEST_MILLIS = 300;
    private static final int LONGEST_MILLIS = 4_000;

    /** Of ten faults, so many hit two nodes: nothing can be decided meanwhile. */
    private static final int TWICE_OF_TEN = 2;

    /** What can happen to a node. */
    enum Fault {
        KILL,
        PAUSE,
        ISOLATE,
        MUTE,
        RESET
    }

    private final EvidenceCluster cluster;
    private final Links links;
    private final SplittableRandom random;
    private final Consumer<String> progress;
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);

    Turmoil(EvidenceCluster cluster, Links links, long seed, Consumer<String> progress) {
        this.cluster = cluster;
        this.links = links;
        this.random = new SplittableRandom(seed);
        this.progress = progress;
    }

    /** Goes on for so long; in the end all nodes run and reach each other. */
    void run(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
            List<Integer> nodes = draw(random.nextInt(10) < TWICE_OF_TEN ? 2 : 1);
            Duration howLong = between(SHORTEST_MILLIS, LONGEST_MILLIS);
            counts.merge(fault, 1, Integer::sum);
            progress.accept(fault + " "
                    + nodes.stream().map(EvidenceCluster::name).toList() + " for " + howLong.toMillis() + " ms, "
                    + Duration.ofNanos(end - System.nanoTime()).toSeconds() + " s left");
            begin(fault, nodes);
            pass(howLong);
            end(fault, nodes);
            pass(between(SHORTEST_MILLIS, LONGEST_MILLIS / 2));
            cluster.requireAlive();
        }
    }

    private List<Integer> draw(int count) {
        List<Integer> all = new ArrayList<>(List.of(0, 1, 2));
        return Stream.generate(() -> all.remove(random.nextInt(all.size())))
                .limit(count)
                .toList();
    }

    private Duration between(int least, int most) {
        return Duration.ofMillis(random.nextInt(least, most));
    }

    private static void pass(Duration time) {
        Mono.delay(time).block();
    }

    private void begin(Fault fault, List<Integer> nodes) {
        switch (fault) {
            case KILL -> cluster.kill(nodes);
            case PAUSE -> nodes.forEach(node -> cluster.process(node).pause());
            case ISOLATE -> nodes.forEach(node -> links.isolate(node, true));
            case MUTE -> nodes.forEach(node -> links.mute(node, true));
            case RESET -> nodes.forEach(links::reset);
        }
    }

    private void end(Fault fault, List<Integer> nodes) {
        switch (fault) {
            case KILL -> nodes.forEach(cluster::start);
            case PAUSE -> nodes.forEach(node -> cluster.process(node).resume());
            case ISOLATE -> nodes.forEach(node -> links.isolate(node, false));
            case MUTE -> nodes.forEach(node -> links.mute(node, false));
            case RESET -> {
                // It was over at once.
            }
        }
    }

    /** How often each was done. */
    Map<Fault, Integer> counts() {
        return counts;
    }
}

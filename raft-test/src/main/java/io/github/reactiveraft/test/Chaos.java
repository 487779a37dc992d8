package io.github.reactiveraft.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Breaks one thing after the other, drawn from the seed, and mends each some time later. Two may be broken at once, which
 * costs a small cluster its majority now and then, but never for long.
 */
final class Chaos {

    private static final int BROKEN_COUNT = 2;
    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final RaftCluster<?, ?, ?> cluster;
    private final Partitions partitions;
    private final RandomGenerator random;
    private final List<Blow> blows = new ArrayList<>(List.of(Blow.values()));

    private enum Blow {
        CRASH,
        POWER_CUT,
        PAUSE,
        ISOLATION,
        SPLIT
    }

    Chaos(RaftCluster<?, ?, ?> cluster, Partitions partitions, RandomGenerator random, boolean hasDisks) {
        this.cluster = cluster;
        this.partitions = partitions;
        this.random = random;
        if (!hasDisks) {
            blows.remove(Blow.POWER_CUT);
        }
    }

    /** Goes on for so long; when it is over, or cancelled, nothing is broken. */
    Mono<Void> during(Duration time) {
        return Flux.defer(this::someTime)
                .repeat()
                .flatMap(quiet -> strike(), BROKEN_COUNT)
                .takeUntilOther(Mono.delay(time, cluster.scheduler()))
                .then(Mono.<Void>fromRunnable(this::mendEverything))
                .doOnCancel(this::mendEverything);
    }

    private Mono<Void> strike() {
        ClusterNode<?, ?, ?> node = drawn();
        return switch (blows.get(random.nextInt(blows.size()))) {
            case CRASH -> strike(() -> cluster.crash(node), () -> revive(node));
            case POWER_CUT -> strike(() -> cluster.powerCut(node), () -> revive(node));
            case PAUSE -> strike(() -> cluster.pause(node), () -> cluster.resume(node));
            case ISOLATION -> strike(() -> cluster.isolate(node), partitions::heal);
            case SPLIT -> strike(() -> cluster.partition(someNodes()), partitions::heal);
        };
    }

    private Mono<Void> strike(Runnable breaking, Runnable mending) {
        return Mono.fromRunnable(breaking).then(someTime()).then(Mono.fromRunnable(mending));
    }

    private Mono<Long> someTime() {
        return Mono.delay(
                Duration.ofNanos(random.nextLong(SHORTEST.toNanos(), LONGEST.toNanos())), cluster.scheduler());
    }

    /** The leader every third time, for most of what can go wrong goes wrong with it. */
    private ClusterNode<?, ?, ?> drawn() {
        List<? extends ClusterNode<?, ?, ?>> leaders =
                cluster.nodes().stream().filter(ClusterNode::isLeader).toList();
        if (!leaders.isEmpty() && random.nextInt(3) == 0) {
            return leaders.get(0);
        }
        return cluster.nodes().get(random.nextInt(cluster.nodes().size()));
    }

    private ClusterNode<?, ?, ?>[] someNodes() {
        List<ClusterNode<?, ?, ?>> rest = new ArrayList<>(cluster.nodes());
        int count = random.nextInt(rest.size());
        while (rest.size() > count) {
            rest.remove(random.nextInt(rest.size()));
        }
        return rest.toArray(ClusterNode<?, ?, ?>[]::new);
    }

    private void mendEverything() {
        cluster.heal();
        cluster.nodes().forEach(cluster::resume);
        cluster.nodes().forEach(this::revive);
    }

    /** Somebody else may have done so already. */
    private void revive(ClusterNode<?, ?, ?> node) {
        if (!node.isUp()) {
            cluster.restart(node);
        }
    }
}

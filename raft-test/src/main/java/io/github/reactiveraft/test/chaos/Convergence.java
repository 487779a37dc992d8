package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.test.sim.SimCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The second phase: everything is healed, and a cluster with a majority of sound members has to come back; first without
 * the others, if the adversary took them down, so that nobody's help can hide that a majority is at odds.
 */
final class Convergence {

    private static final Duration LEADER_LIMIT = Duration.ofSeconds(20);
    private static final Duration AGREEMENT_LIMIT = Duration.ofSeconds(30);
    private static final Duration OPERATION_LIMIT = Duration.ofSeconds(10);
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final int OPERATION_COUNT = 10;

    private final SimCluster<RegisterWrite, Integer, RegisterAnswer> cluster;
    private final Members members;
    private final ChaosClient client;

    Convergence(SimCluster<RegisterWrite, Integer, RegisterAnswer> cluster, Members members, ChaosClient client) {
        this.cluster = cluster;
        this.members = members;
        this.client = client;
    }

    void check() {
        await(LEADER_LIMIT, "a leader, a majority being up", () -> areUp(members.awake()) && leaderCount() == 1);
        operate();
        members.trusted().forEach(this::mistake);
        members.wake();
        await(LEADER_LIMIT, "a leader, all sound members being up", () -> allUp() && leaderCount() == 1);
        for (int number = 0; number < OPERATION_COUNT; number++) {
            operate();
        }
        members.requireSound();
        await(AGREEMENT_LIMIT, "all sound members having applied the same", this::isAgreed);
        long term = highestTerm();
        cluster.advance(QUIET);
        Finding.unless(
                highestTerm() == term && leaderCount() == 1,
                () -> "A healed cluster holds elections: from term " + term + " it went to " + highestTerm()
                        + states());
    }

    /** A directory is for one process at a time, and for its own node only: also for one that is down. */
    private void mistake(int node) {
        boolean isSettled = cluster.isUp(node) == cluster.node(node).isPresent();
        boolean isFounded = cluster.checks().disk(cluster.id(node)).hardState().term() > 0;
        if (isSettled && isFounded) {
            Optional<Reason> refusal = Stranger.refusal(cluster, node);
            boolean isRefused = cluster.isUp(node) ? refusal.equals(Optional.of(Reason.IN_USE)) : refusal.isPresent();
            Finding.unless(
                    isRefused, () -> "A stranger got into the directory of " + cluster.id(node) + ": " + refusal);
        }
    }

    private void operate() {
        boolean[] isOver = new boolean[1];
        client.mustSucceed().subscribe(none -> {}, cluster.simulation()::fail, () -> isOver[0] = true);
        await(OPERATION_LIMIT, "the end of an operation", () -> isOver[0]);
    }

    private void await(Duration limit, String what, BooleanSupplier condition) {
        Finding.unless(
                cluster.runUntil(condition, limit),
                () -> "The healed cluster has not got to " + what + " in " + limit + states());
    }

    private boolean allUp() {
        return areUp(members.trusted());
    }

    private boolean areUp(List<Integer> wanted) {
        return wanted.stream().allMatch(node -> cluster.node(node).isPresent());
    }

    private long leaderCount() {
        return members.trusted().stream().filter(cluster::isLeader).count();
    }

    private long highestTerm() {
        return members.trusted().stream().mapToLong(cluster::term).max().orElse(0);
    }

    private boolean isAgreed() {
        List<Integer> sound = members.trusted();
        int count = cluster.applied(sound.get(0)).size();
        return allUp()
                && sound.stream()
                        .map(cluster::status)
                        .flatMap(Optional::stream)
                        .allMatch(status -> status.storage() == StorageHealth.OK)
                && sound.stream().allMatch(node -> cluster.applied(node).size() == count)
                && sound.stream()
                                .map(cluster::status)
                                .flatMap(Optional::stream)
                                .map(status -> status.lastApplied())
                                .distinct()
                                .count()
                        == 1;
    }

    private String states() {
        StringBuilder lines = new StringBuilder();
        for (int node = 0; node < cluster.size(); node++) {
            Optional<RaftNode<RegisterWrite, Integer, RegisterAnswer>> running = cluster.node(node);
            lines.append("\n  ")
                    .append(cluster.id(node))
                    .append(members.trusted().contains(node) ? " " : " (given up) ")
                    .append(running.map(up -> up.status().toString()).orElse("down"))
                    .append(", applied ")
                    .append(cluster.applied(node).size());
        }
        return lines.toString();
    }
}

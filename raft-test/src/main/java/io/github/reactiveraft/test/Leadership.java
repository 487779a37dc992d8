package io.github.reactiveraft.test;

import io.github.reactiveraft.api.RaftStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who leads, as somebody sees it who sees everything: a leader that is paused, or cannot reach a majority of running
 * nodes, leads nobody, whatever it takes itself for.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
final class Leadership<C, Q, R> {

    private final List<ClusterNode<C, Q, R>> nodes;
    private final Partitions partitions;

    Leadership(List<ClusterNode<C, Q, R>> nodes, Partitions partitions) {
        this.nodes = nodes;
        this.partitions = partitions;
    }

    /** The leader; of two, of whom one does not know yet that it is none any more, the later. */
    Optional<ClusterNode<C, Q, R>> current() {
        return nodes.stream()
                .filter(node -> node.isLeader() && node.isRunning() && isInMajority(node))
                .max(Comparator.comparingLong(
                        node -> node.status().map(RaftStatus::term).orElse(0L)));
    }

    /** The leader, if it and every running node that it can talk to has applied everything in its log. */
    Optional<ClusterNode<C, Q, R>> converged() {
        return current().filter(this::isConverged);
    }

    private boolean isConverged(ClusterNode<C, Q, R> leader) {
        long end = leader.status().map(RaftStatus::lastIndex).orElse(0L);
        return nodes.stream().filter(node -> isReachable(node, leader)).allMatch(node -> node.status()
                .filter(status -> status.lastApplied() == end)
                .isPresent());
    }

    private boolean isInMajority(ClusterNode<C, Q, R> node) {
        long reachable =
                nodes.stream().filter(other -> isReachable(other, node)).count();
        return 2 * reachable > nodes.size();
    }

    private boolean isReachable(ClusterNode<C, Q, R> node, ClusterNode<C, Q, R> from) {
        return node.isRunning() && partitions.isTogether(node.index(), from.index());
    }
}

package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftStatus;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/**
 * How a node's process sees itself, as its door tells it.
 *
 * @param role its role
 * @param term its term
 * @param leader who leads in this term, empty if it does not know
 * @param lastIndex the last entry on its disk
 * @param commitIndex the last entry it knows to be committed
 * @param lastApplied the last entry it has applied
 * @param restoredBytes how much ballast came with the snapshot it restored
 * @param peakHeapBytes the most that its heap ever held, garbage included
 */
record NodeView(
        String role,
        long term,
        String leader,
        long lastIndex,
        long commitIndex,
        long lastApplied,
        long restoredBytes,
        long peakHeapBytes) {

    static NodeView of(RaftNode<?, ?, ?> node, long restoredBytes) {
        RaftStatus status = node.status();
        return new NodeView(
                status.role().name(),
                status.term(),
                status.leader().map(NodeId::value).orElse(""),
                status.lastIndex(),
                status.commitIndex(),
                status.lastApplied(),
                restoredBytes,
                peakHeap());
    }

    /** The sum of its parts' peaks, which need not have been at the same time. */
    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(peak -> peak == null ? 0 : peak.getUsed())
                .sum();
    }

    boolean isLeader() {
        return role.equals("LEADER");
    }
}

package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What went over the network so far: requests count when a node gets them; bytes are those of requests sent, delivered
 * or not, and of replies delivered. A copy that the network made counts as a request, its bytes do not.
 */
public final class Traffic {

    private final SortedMap<Link, Count> counts = new TreeMap<>();

    private record Link(NodeId from, NodeId to) implements Comparable<Link> {
        @Override
        public int compareTo(Link other) {
            int order = from.compareTo(other.from);
            return order != 0 ? order : to.compareTo(other.to);
        }
    }

    private static final class Count {
        private long requests;
        private long bytes;
    }

    /** All requests delivered. */
    public long requestCount() {
        return requests(link -> true);
    }

    /** Requests delivered to a node. */
    public long requestCount(NodeId to) {
        return requests(link -> link.to.equals(to));
    }

    /** Requests of one node delivered to another. */
    public long requestCount(NodeId from, NodeId to) {
        return requests(new Link(from, to)::equals);
    }

    /** All bytes. */
    public long byteCount() {
        return counts.values().stream().mapToLong(count -> count.bytes).sum();
    }

    /** Bytes from one node to another. */
    public long byteCount(NodeId from, NodeId to) {
        return count(from, to).bytes;
    }

    void onRequestDelivered(NodeId from, NodeId to) {
        count(from, to).requests++;
    }

    void onBytes(NodeId from, NodeId to, int byteCount) {
        count(from, to).bytes += byteCount;
    }

    private long requests(Predicate<Link> links) {
        return counts.entrySet().stream()
                .filter(entry -> links.test(entry.getKey()))
                .mapToLong(entry -> entry.getValue().requests)
                .sum();
    }

    private Count count(NodeId from, NodeId to) {
        return counts.computeIfAbsent(new Link(from, to), none -> new Count());
    }
}

package io.github.reactiveraft.examples.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Proxies between all members, one for each direction, to cut a network in two with. */
final class Links implements EvidenceCluster.Wiring, AutoCloseable {

    private record Link(int from, int to) implements Comparable<Link> {

        @Override
        public int compareTo(Link other) {
            return from == other.from ? Integer.compare(to, other.to) : Integer.compare(from, other.from);
        }
    }

    private final SortedMap<Link, LinkProxy> proxies = new TreeMap<>();

    @Override
    public int port(int from, int to, int port) {
        return proxies.computeIfAbsent(new Link(from, to), link -> new LinkProxy(port))
                .port();
    }

    /** Carries nothing from or to a node, or everything again. */
    void isolate(int node, boolean isIsolated) {
        of(node).forEach(proxy -> proxy.carry(!isIsolated));
    }

    /** Carries nothing of what a node asks others, or everything again; what they ask it gets through. */
    void mute(int node, boolean isMute) {
        proxies.forEach((link, proxy) -> {
            if (link.from() == node) {
                proxy.carry(!isMute);
            }
        });
    }

    /** Breaks all connections of a node. */
    void reset(int node) {
        of(node).forEach(LinkProxy::reset);
    }

    private List<LinkProxy> of(int node) {
        List<LinkProxy> found = new ArrayList<>();
        proxies.forEach((link, proxy) -> {
            if (link.from() == node || link.to() == node) {
                found.add(proxy);
            }
        });
        return found;
    }

    @Override
    public void close() {
        proxies.values().forEach(LinkProxy::close);
    }
}

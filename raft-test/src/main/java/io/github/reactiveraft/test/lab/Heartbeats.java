package io.github.reactiveraft.test.lab;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.test.sim.NetworkObserver;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The lab's bound on heartbeats: a leader sends each peer at most ten a second. Every AppendEntries counts as one, so it
 * is only good for times in which nobody hands in a command, and so does every announcement of a snapshot.
 */
final class Heartbeats implements NetworkObserver {

    private static final long COUNT_A_SECOND = 10;

    private final SortedMap<String, Long> counts = new TreeMap<>();

    @Override
    public void onRequest(NodeId from, NodeId to, RaftRequest request) {
        if (request instanceof RaftRequest.AppendEntries || request instanceof RaftRequest.InstallSnapshot) {
            counts.merge(from + " to " + to, 1L, Long::sum);
        }
    }

    /** A quiet time begins. */
    void startCounting() {
        counts.clear();
    }

    /** The quiet time is over and took so long: fails if somebody was sent too much. */
    void expectFew(Duration quiet) {
        counts.forEach((link, count) ->
                Expect.atMost("heartbeats from " + link + " in " + quiet, count, COUNT_A_SECOND * quiet.toSeconds()));
    }
}

package io.github.reactiveraft.test.lab;

import io.github.reactiveraft.test.history.History;
import io.github.reactiveraft.test.history.LinearizabilityChecker;
import io.github.reactiveraft.test.history.Verdict;
import io.github.reactiveraft.test.sim.Partitions;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** The harness of the key-value lab: a cluster, its clients, and what they saw. */
final class KvLab {

    /** The lab's limit for what a server persists, and how often that may be exceeded beside a snapshot. */
    private static final long MOST_STATE_BYTES = 8 * 1_000;

    /** As many bytes as term and vote take in the lab's encoding, generously. */
    private static final long STATE_BYTES = 64;

    private final LabCluster lab;
    private final Partitions partitions;
    private final History<KvInput, Long> history = new History<>();
    private int clientCount;

    KvLab(LabCluster lab) {
        this.lab = lab;
        this.partitions = new Partitions(
                lab.cluster().network(),
                IntStream.range(0, lab.size()).mapToObj(lab.cluster()::id).toList());
    }

    /** A client that knows these nodes, or all if there are none; it never gives up before the scenario does. */
    KvClient client(int... nodes) {
        String name = "c" + ++clientCount;
        return new KvClient(name, lab.cluster().client(name, LabScenario.LIMIT, nodes), history, () -> lab.cluster()
                .simulation()
                .elapsed()
                .toNanos());
    }

    /** These nodes can talk among each other, and so can the rest. Clients are on no side. */
    void split(Collection<Integer> group) {
        partitions.split(group.stream().map(lab.cluster()::id).toList());
    }

    /** A split with every node on a side of its own choice, perhaps all on one. */
    void splitAnyhow() {
        split(IntStream.range(0, lab.size())
                .filter(node -> lab.random().nextBoolean())
                .boxed()
                .toList());
    }

    void heal() {
        partitions.heal();
    }

    void put(KvClient client, String key, String value) {
        lab.run(client.put(key, value));
    }

    /** Reads a key, whose value has to be this one. */
    void expect(KvClient client, String key, String value) {
        expectSame("The value of " + key, lab.run(client.get(key)), value);
    }

    /** Fails unless two values are the same; tells where they differ, for they may be long. */
    static void expectSame(String what, String actual, String expected) {
        int same = 0;
        while (same < Math.min(actual.length(), expected.length()) && actual.charAt(same) == expected.charAt(same)) {
            same++;
        }
        String rest = rest(actual, same);
        String expectedRest = rest(expected, same);
        int place = same;
        Expect.that(
                actual.equals(expected),
                () -> what + ": expected \"" + expectedRest + "\" from character " + place + " on, but was \"" + rest
                        + "\"");
    }

    private static String rest(String value, int from) {
        return value.substring(from, Math.min(value.length(), from + 60));
    }

    /** Fails if a node has kept more of its log beside its snapshot than the lab allows. */
    void requireShortLogs() {
        for (int node = 0; node < lab.size(); node++) {
            requireShortLog(node);
        }
    }

    void requireShortLog(int node) {
        Expect.atMost("live bytes on disk", lab.liveByteCount(node) + STATE_BYTES, MOST_STATE_BYTES);
        Expect.atLeast("bytes of a snapshot", lab.snapshotByteCount(node), 1L);
    }

    /** Fails unless one store could have given all the answers. That this could not be found out is a failure, too. */
    void requireLinearizable() {
        Verdict verdict = new LinearizabilityChecker<>(new KvModel()).check(List.copyOf(history.operations()));
        Expect.that(verdict.isLinearizable(), () -> "Not linearizable: " + verdict);
    }
}

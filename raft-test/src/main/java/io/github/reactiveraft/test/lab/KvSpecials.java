package io.github.reactiveraft.test.lab;

import static io.github.reactiveraft.test.lab.LabCluster.ELECTION;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The scenarios of the key-value lab that have a course of their own. */
final class KvSpecials {

    private static final long MOST_SNAPSHOT_BYTES = 500;

    private KvSpecials() {}

    static void oneKey(LabCluster lab) {
        KvLab kv = new KvLab(lab);
        KvClient first = kv.client();
        kv.put(first, "k", "");
        lab.run(Flux.range(0, 5)
                .flatMap(number -> appending(kv.client(), number))
                .then(Mono.just("")));

        String value = lab.run(first.get("k"));
        KvTokens.requireOnceAndInOrder(value);
        Expect.equal("tokens", value.split("y", -1).length - 1, 50);
        kv.requireLinearizable();
    }

    private static Mono<Void> appending(KvClient client, int number) {
        return Flux.range(0, 10)
                .concatMap(token -> client.append("k", "x " + number + " " + token + " y"))
                .then();
    }

    static void onePartition(LabCluster lab) {
        KvLab kv = new KvLab(lab);
        kv.put(kv.client(), "1", "13");
        int leader = lab.oneLeader();
        List<Integer> minority = List.of(leader, lab.after(leader, 1));
        kv.split(minority);

        KvClient outside = kv.client(
                IntStream.range(2, 5).map(place -> lab.after(leader, place)).toArray());
        kv.put(outside, "1", "14");
        kv.expect(outside, "1", "14");

        AtomicInteger doneCount = new AtomicInteger();
        int[] within = minority.stream().mapToInt(node -> node).toArray();
        start(lab, kv.client(within).put("1", "15"), doneCount);
        start(lab, kv.client(within).get("1"), doneCount);
        lab.sleep(ELECTION);
        Expect.equal("operations done without a majority", doneCount.get(), 0);

        kv.expect(outside, "1", "14");
        kv.put(outside, "1", "16");
        kv.expect(outside, "1", "16");
        Expect.equal("operations done without a majority", doneCount.get(), 0);

        kv.heal();
        Expect.that(
                lab.cluster().runUntil(() -> doneCount.get() == 2, ELECTION.plusSeconds(3)),
                () -> "Only " + doneCount + " of 2 operations are done after the partition" + lab.states());
        kv.expect(outside, "1", "15");
        kv.requireLinearizable();
    }

    private static void start(LabCluster lab, Mono<String> operation, AtomicInteger doneCount) {
        operation.subscribe(answer -> doneCount.incrementAndGet(), lab.cluster().simulation()::fail);
    }

    /** 3 commands for each heartbeat of the lab's: replication must not wait for heartbeats. */
    static void speed(LabCluster lab) {
        KvLab kv = new KvLab(lab);
        KvClient client = kv.client();
        kv.expect(client, "x", "");
        Duration start = lab.cluster().simulation().elapsed();
        StringBuilder built = new StringBuilder();
        List<String> tokens = new ArrayList<>();
        IntStream.range(0, 1_000).forEach(number -> tokens.add("x 0 " + number + " y"));
        lab.run(Flux.fromIterable(tokens)
                .concatMap(token -> client.append("x", token), 1)
                .then(Mono.just("")));
        Duration taken = lab.cluster().simulation().elapsed().minus(start);

        tokens.forEach(built::append);
        Expect.atMost("time for 1,000 commands", taken, Duration.ofMillis(33_300));
        kv.expect(client, "x", built.toString());
        kv.requireLinearizable();
    }

    static void snapshotSize(LabCluster lab) {
        KvLab kv = new KvLab(lab);
        KvClient client = kv.client();
        for (int round = 0; round < 200; round++) {
            kv.put(client, "x", "0");
            kv.expect(client, "x", "0");
            kv.put(client, "x", "1");
            kv.expect(client, "x", "1");
        }
        kv.requireShortLogs();
        for (int node = 0; node < lab.size(); node++) {
            Expect.atMost("bytes of a snapshot", lab.snapshotByteCount(node), MOST_SNAPSHOT_BYTES);
        }
        kv.requireLinearizable();
    }

    static void snapshotRpc(LabCluster lab) {
        KvLab kv = new KvLab(lab);
        KvClient all = kv.client();
        kv.put(all, "a", "A");
        kv.expect(all, "a", "A");

        kv.split(List.of(0, 1));
        KvClient first = kv.client(0, 1);
        for (int number = 0; number < 50; number++) {
            kv.put(first, Integer.toString(number), Integer.toString(number));
        }
        lab.sleep(ELECTION);
        kv.put(first, "b", "B");
        kv.requireShortLog(0);
        kv.requireShortLog(1);

        kv.split(List.of(0, 2));
        KvClient second = kv.client(0, 2);
        kv.put(second, "c", "C");
        kv.put(second, "d", "D");
        kv.expect(second, "a", "A");
        kv.expect(second, "b", "B");
        kv.expect(second, "1", "1");
        kv.expect(second, "49", "49");
        Expect.atLeast("snapshots taken over", lab.cluster().checks().takenOverCount(), 1L);

        kv.heal();
        kv.put(all, "e", "E");
        kv.expect(all, "c", "C");
        kv.expect(all, "e", "E");
        kv.expect(all, "1", "1");
        kv.requireLinearizable();
    }
}

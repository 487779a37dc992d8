package io.github.reactiveraft.test.lab;

import static io.github.reactiveraft.test.lab.LabCluster.ELECTION;

import io.github.reactiveraft.test.sim.SimCluster;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Group C, first half: what was promised survives crashes. */
final class PersistenceScenarios {

    private PersistenceScenarios() {}

    static void persist1(LabCluster lab) {
        SimCluster<?, ?, ?> cluster = lab.cluster();
        lab.agree("11", 3);
        IntStream.range(0, 3).forEach(cluster::start);
        for (int node = 0; node < 3; node++) {
            cluster.disconnect(node);
            cluster.connect(node);
        }
        lab.agree("12", 3);

        int first = lab.oneLeader();
        cluster.disconnect(first);
        cluster.start(first);
        cluster.connect(first);
        lab.agree("13", 3);

        int second = lab.oneLeader();
        cluster.disconnect(second);
        lab.agree("14", 2);
        cluster.start(second);
        cluster.connect(second);
        lab.await(4, 3);

        int third = lab.after(lab.oneLeader(), 1);
        cluster.disconnect(third);
        lab.agree("15", 2);
        cluster.start(third);
        cluster.connect(third);
        lab.agree("16", 3);
    }

    static void persist2(LabCluster lab) {
        SimCluster<?, ?, ?> cluster = lab.cluster();
        int index = 1;
        for (int round = 0; round < 5; round++) {
            lab.agree(Integer.toString(10 + index++), 5);
            int leader = lab.oneLeader();
            int[] others = IntStream.rangeClosed(0, 4)
                    .map(place -> lab.after(leader, place))
                    .toArray();
            cluster.disconnect(others[1]);
            cluster.disconnect(others[2]);
            lab.agree(Integer.toString(10 + index++), 3);

            cluster.disconnect(leader);
            cluster.disconnect(others[3]);
            cluster.disconnect(others[4]);
            startAndConnect(lab, others[1]);
            startAndConnect(lab, others[2]);
            lab.sleep(ELECTION);
            startAndConnect(lab, others[3]);
            lab.agree(Integer.toString(10 + index++), 3);

            cluster.connect(others[4]);
            cluster.connect(leader);
        }
        lab.agree("1000", 5);
    }

    private static void startAndConnect(LabCluster lab, int node) {
        lab.cluster().start(node);
        lab.cluster().connect(node);
    }

    static void persist3(LabCluster lab) {
        SimCluster<?, ?, ?> cluster = lab.cluster();
        lab.agree("101", 3);
        int leader = lab.oneLeader();
        cluster.disconnect(lab.after(leader, 2));
        lab.agree("102", 2);

        cluster.crash(leader);
        cluster.crash(lab.after(leader, 1));
        cluster.connect(lab.after(leader, 2));
        startAndConnect(lab, leader);
        lab.agree("103", 2);

        startAndConnect(lab, lab.after(leader, 1));
        lab.agree("104", 3);
    }

    static void figure8(LabCluster lab) {
        SimCluster<String, ?, ?> cluster = lab.cluster();
        lab.agree(lab.randomCommand(), 1);
        for (int round = 0; round < 1_000; round++) {
            int leader = UnreliableScenarios.offerToAll(lab, lab.randomCommand());
            lab.sleep(pause(lab));
            if (leader >= 0) {
                cluster.crash(leader);
            }
            List<Integer> up =
                    IntStream.range(0, 5).filter(cluster::isUp).boxed().toList();
            int lucky = lab.random().nextInt(5);
            if (up.size() < 3 && !cluster.isUp(lucky)) {
                startAndConnect(lab, lucky);
            }
        }
        IntStream.range(0, 5).filter(node -> !cluster.isUp(node)).forEach(node -> startAndConnect(lab, node));
        lab.agree(lab.randomCommand(), 5);
    }

    /** One round in ten is long enough for an election, the others for little more than a message. */
    static Duration pause(LabCluster lab) {
        long limit = lab.random().nextInt(10) == 0 ? 500 : 13;
        return Duration.ofNanos(lab.random().nextLong(Duration.ofMillis(limit).toNanos()));
    }
}

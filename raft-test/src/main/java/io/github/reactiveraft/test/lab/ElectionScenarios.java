package io.github.reactiveraft.test.lab;

import static io.github.reactiveraft.test.lab.LabCluster.ELECTION;

import java.time.Duration;

/** Group A: leaders come, go and come back. */
final class ElectionScenarios {

    private ElectionScenarios() {}

    static void initialElection(LabCluster lab) {
        lab.oneLeader();
        lab.sleep(Duration.ofMillis(50));
        long term = lab.termsAgree();
        Expect.atLeast("first term", term, 1L);

        lab.idle(ELECTION.multipliedBy(2));

        // The lab only warns; with pre-vote and a healthy network a second election would be a defect.
        Expect.equal("term after a quiet time", lab.termsAgree(), term);
        lab.oneLeader();
    }

    static void reElection(LabCluster lab) {
        int first = lab.oneLeader();

        lab.cluster().disconnect(first);
        lab.oneLeader();
        lab.cluster().connect(first);
        int second = lab.oneLeader();

        lab.cluster().disconnect(second);
        lab.cluster().disconnect(lab.after(second, 1));
        lab.sleep(ELECTION.multipliedBy(2));
        lab.noLeader();

        lab.cluster().connect(lab.after(second, 1));
        lab.oneLeader();
        lab.cluster().connect(second);
        lab.oneLeader();
    }

    static void manyElections(LabCluster lab) {
        lab.oneLeader();
        for (int round = 0; round < 9; round++) {
            int[] away = lab.random().ints(3, 0, lab.size()).toArray();
            for (int node : away) {
                lab.cluster().disconnect(node);
            }
            lab.oneLeader();
            for (int node : away) {
                lab.cluster().connect(node);
            }
        }
        lab.oneLeader();
    }
}

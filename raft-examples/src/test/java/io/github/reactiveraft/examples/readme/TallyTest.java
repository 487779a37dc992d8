package io.github.reactiveraft.examples.readme;

import io.github.reactiveraft.test.ClusterNode;
import io.github.reactiveraft.test.RaftCluster;
import io.github.reactiveraft.test.RaftClusters;
import io.github.reactiveraft.test.Seeds;
import reactor.test.StepVerifier;

// snippet: test
class TallyTest {

    @Seeds(20)
    void acknowledgedAddsSurvive(RaftClusters clusters) {
        RaftCluster<Long, String, Long> cluster = clusters.simulated(Tally::new);
        StepVerifier.create(cluster.submit(5L)).expectNext(5L).verifyComplete();

        ClusterNode<Long, String, Long> leader = cluster.leader();
        cluster.isolate(leader);
        StepVerifier.create(cluster.submit(2L)).expectNext(7L).verifyComplete();

        cluster.crash(cluster.leader());
        cluster.heal();
        StepVerifier.create(cluster.read("total")).expectNext(7L).verifyComplete();
    }
}
// end

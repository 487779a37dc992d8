package io.github.reactiveraft.test;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.test.StepVerifier;

/** What {@link RaftClusterExtensionTest} runs; its name keeps it out of builds, for some of it fails on purpose. */
@ExtendWith(RaftClusterExtension.class)
final class UserScenarios {

    private long seedBefore;

    @BeforeEach
    void remember(RaftClusters clusters) {
        seedBefore = clusters.seed();
    }

    @AfterEach
    void compare(RaftClusters clusters) {
        Assertions.assertEquals(seedBefore, clusters.seed());
    }

    @Test
    void plain(RaftClusters clusters) {
        RaftCluster<Long, String, Long> cluster = clusters.simulated(Sum::new);
        StepVerifier.create(cluster.submit(1L)).expectNext(1L).verifyComplete();
        Assertions.fail("ran with " + cluster.seed());
    }

    @Seeds(3)
    void passing(RaftClusters clusters) {
        RaftCluster<Long, String, Long> cluster = clusters.simulated(Sum::new, spec -> spec.nodes(1));
        StepVerifier.create(cluster.submit(1L)).expectNext(1L).verifyComplete();
    }

    @Seeds(2)
    void overlooking(RaftClusters clusters) {
        RaftCluster<Long, String, Long> cluster = clusters.simulated(Sum::new);
        StepVerifier.create(cluster.submit(-1L)).verifyError();
    }

    @Seeds(1)
    void waitingInVain(RaftClusters clusters) {
        RaftCluster<Long, String, Long> cluster = clusters.simulated(Sum::new);
        cluster.nodes().forEach(cluster::isolate);
        StepVerifier.create(cluster.submit(1L)).verifyComplete();
    }

    @Seeds(0)
    void never(RaftClusters clusters) {
        Assertions.fail("ran with " + clusters.seed());
    }
}

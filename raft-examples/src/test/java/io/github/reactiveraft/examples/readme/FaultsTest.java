package io.github.reactiveraft.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.test.ClusterNode;
import io.github.reactiveraft.test.RaftCluster;
import io.github.reactiveraft.test.RaftClusterExtension;
import io.github.reactiveraft.test.RaftClusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** What docs/testing.md shows about breaking things. */
@ExtendWith(RaftClusterExtension.class)
class FaultsTest {

    @Test
    void nodeWithAFullDiskGoesOnWhenThereIsRoom(RaftClusters clusters) {
        // snippet: full-disk
        RaftCluster<Long, String, Long> cluster = clusters.simulated(Tally::new, spec -> spec.disks(4096));
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        ClusterNode<Long, String, Long> follower = cluster.followers().get(0);

        cluster.fullDisk(follower);
        StepVerifier.create(Flux.range(0, 200).concatMap(n -> cluster.submit(1L)))
                .expectNextCount(200)
                .verifyComplete();
        assertThat(follower.status().map(RaftStatus::storage)).contains(StorageHealth.FULL);
        StepVerifier.create(follower.read("total")).expectNext(200L).verifyComplete();

        cluster.freeDisk(follower);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        // end
    }
}

package io.github.reactiveraft.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftLimits;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A client that offers far more than the disks take. */
class OverloadedDiskTest {

    private static final int PENDING = 200;
    private static final int OFFERED_A_MILLISECOND = 4;
    private static final Duration LOAD = Duration.ofSeconds(8);

    /** File work takes 0.1 to 2 ms in the simulator; so many times as much is 105 ms on average. */
    private static final int SLOWNESS = 100;

    private static final double FILE_WORK_SECONDS = 0.105;

    private final RaftCluster<Long, String, Long> cluster = RaftCluster.simulated(Sum::new, spec -> spec.seed(5)
            .limit(Duration.ofMinutes(10))
            .settings(settings ->
                    settings.limits(RaftLimits.defaults().withEntryBytes(1_000).withPending(PENDING, 1_000_000))));

    private final AtomicLong done = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong underWay = new AtomicLong();
    private long mostUnderWay;

    @Test
    void theDiskIsBusyAndTheRestIsRefusedAtOnce() {
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        ClusterNode<Long, String, Long> leader = cluster.leader();
        cluster.nodes().forEach(node -> cluster.slowDisk(node, SLOWNESS));

        Flux<Void> offered = Flux.interval(Duration.ofMillis(1), cluster.scheduler())
                .take(LOAD, cluster.scheduler())
                .flatMap(tick -> Flux.range(0, OFFERED_A_MILLISECOND).flatMap(i -> submit(leader)), Integer.MAX_VALUE);
        StepVerifier.create(cluster.drive(offered.then())).verifyComplete();

        assertThat(mostUnderWay).as("what waits").isBetween((long) PENDING, (long) PENDING + OFFERED_A_MILLISECOND);
        assertThat(done.get() + refused.get()).isEqualTo(OFFERED_A_MILLISECOND * (LOAD.toMillis() - 1));
        assertThat(refused.get()).as("refused").isGreaterThan(done.get());
        // What waits is written together: one round of it for every few pieces of file work.
        assertThat(done.get()).as("done").isGreaterThan((long) (PENDING * LOAD.toSeconds() / (4 * FILE_WORK_SECONDS)));
        StepVerifier.create(leader.read("sum")).expectNext(done.get()).verifyComplete();
        cluster.nodes().forEach(node -> cluster.slowDisk(node, 1));
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        cluster.check();
    }

    private Mono<Void> submit(ClusterNode<Long, String, Long> leader) {
        return Mono.defer(() -> {
            Duration before = cluster.elapsed();
            mostUnderWay = Math.max(mostUnderWay, underWay.incrementAndGet());
            return leader.submit(1L)
                    .doOnNext(sum -> done.incrementAndGet())
                    .onErrorResume(RaftException.Overloaded.class, tooMuch -> {
                        refused.incrementAndGet();
                        assertThat(cluster.elapsed()).as("refused at once").isEqualTo(before);
                        return Mono.empty();
                    })
                    .doFinally(signal -> underWay.decrementAndGet())
                    .then();
        });
    }
}

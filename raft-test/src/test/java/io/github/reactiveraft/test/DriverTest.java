package io.github.reactiveraft.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Who moves time, and for how long. */
class DriverTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static RaftCluster<Long, String, Long> cluster(long seed) {
        return RaftCluster.simulated(Sum::new, spec -> spec.seed(seed));
    }

    /** With a leader and everybody up to date. */
    private static RaftCluster<Long, String, Long> ready(long seed) {
        RaftCluster<Long, String, Long> cluster = cluster(seed);
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();
        return cluster;
    }

    private static <T> Flux<T> values(Flux<Change<T>> changes) {
        return changes.map(Change::value);
    }

    @Test
    void nothingMovesBeforeSomebodySubscribes() {
        RaftCluster<Long, String, Long> cluster = cluster(1);

        Mono<Long> pending = cluster.submit(1L);
        assertThat(cluster.elapsed()).isZero();
        pending.subscribe();

        assertThat(cluster.elapsed()).isPositive();
    }

    @Test
    void timeStopsWhenTheDemandIsMet() {
        RaftCluster<Long, String, Long> cluster = cluster(2);
        List<Duration> arrivals = new ArrayList<>();

        StepVerifier.create(cluster.submit(1L).doOnSuccess(sum -> arrivals.add(cluster.elapsed())))
                .expectNext(1L)
                .verifyComplete();

        assertThat(arrivals).containsExactly(cluster.elapsed());
    }

    @Test
    void requestsMoveTimeUntilSoManyArrived() {
        RaftCluster<Long, String, Long> cluster = ready(3);
        List<Duration> stops = new ArrayList<>();

        StepVerifier.create(values(cluster.node(2).watch()), 0)
                .expectSubscription()
                .then(() -> stops.add(cluster.elapsed()))
                .then(() -> cluster.advance(SECOND))
                .then(() -> stops.add(cluster.elapsed()))
                .then(() -> cluster.submit(1L).subscribe())
                .then(() -> cluster.submit(2L).subscribe())
                .thenRequest(1)
                .expectNext(1L)
                .thenRequest(1)
                .expectNext(3L)
                .thenCancel()
                .verify();

        assertThat(stops.get(1)).isEqualTo(stops.get(0).plus(SECOND));
        assertThat(cluster.elapsed()).isLessThan(stops.get(1).plus(SECOND));
    }

    @Test
    void oneRequestOfSeveralRunsUntilTheLastOfThem() {
        RaftCluster<Long, String, Long> cluster = ready(4);
        List<Long> seen = new ArrayList<>();
        BaseSubscriber<Long> watcher = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                assertThat(subscription).isNotNull();
            }

            @Override
            protected void hookOnNext(Long value) {
                seen.add(value);
            }
        };
        values(cluster.leader().watch()).subscribe(watcher);
        cluster.advance(SECOND);
        Flux.range(1, 4).concatMap(n -> cluster.submit(1L)).blockLast();

        watcher.request(3);
        assertThat(seen).containsExactly(1L, 2L, 3L);
        watcher.cancel();
        cluster.advance(SECOND);
        assertThat(seen).hasSize(3);
    }

    @Test
    void chainsGoOnUntilTheirLastStep() {
        RaftCluster<Long, String, Long> cluster = cluster(5);

        StepVerifier.create(cluster.submit(1L)
                        .then(cluster.read("sum"))
                        .flatMap(sum -> cluster.submit(sum + 1))
                        .flatMap(sum -> cluster.node(3).read("sum"))
                        .flatMapMany(sum -> Flux.just(sum).concatWith(cluster.read("sum"))))
                .expectNext(3L, 3L)
                .verifyComplete();
    }

    @Test
    void faultsMayBePartOfAChain() {
        RaftCluster<Long, String, Long> cluster = cluster(6);

        StepVerifier.create(cluster.submit(1L)
                        .then(cluster.awaitLeader())
                        .doOnNext(cluster::crash)
                        .then(cluster.submit(2L))
                        .doOnNext(sum -> cluster.nodes().forEach(cluster::restart))
                        .then(cluster.read("sum")))
                .expectNext(3L)
                .verifyComplete();
    }

    @Test
    void drivenPartsGoOnSideBySide() {
        RaftCluster<Long, String, Long> cluster = ready(7);

        StepVerifier.create(cluster.drive(Mono.zip(
                        values(cluster.node(1).watch()).take(3).collectList(),
                        Flux.just(1L, 1L, 1L).flatMap(cluster::submit).collectList())))
                .assertNext(
                        both -> assertThat(both.getT1()).isEqualTo(both.getT2()).containsExactly(1L, 2L, 3L))
                .verifyComplete();
    }

    @Test
    void drivenOperatorsWaitInVirtualTime() {
        RaftCluster<Long, String, Long> cluster = ready(8);
        Duration before = cluster.elapsed();

        StepVerifier.create(cluster.drive(cluster.submit(1L).delayElement(Duration.ofSeconds(10), cluster.scheduler())))
                .expectNext(1L)
                .verifyComplete();

        assertThat(cluster.elapsed()).isBetween(before.plusSeconds(10), before.plusSeconds(11));
    }

    @Test
    void endlessFluxIsTakenFrom() {
        RaftCluster<Long, String, Long> cluster = ready(9);
        Flux<Long> adds = Flux.range(1, 5).concatMap(n -> cluster.submit(1L));

        StepVerifier.create(
                        cluster.drive(Flux.merge(values(cluster.node(1).watch()).take(2), adds.ignoreElements())))
                .expectNext(1L, 2L)
                .verifyComplete();
    }

    @Test
    void cancellingStopsTimeToo() {
        RaftCluster<Long, String, Long> cluster = ready(10);
        cluster.node(1).raft().orElseThrow().submit(1L).subscribe();

        StepVerifier.create(values(cluster.node(1).watch()))
                .expectNext(1L)
                .thenCancel()
                .verify();

        assertThat(cluster.elapsed()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void cancelledCommandIsWithdrawnBeforeTheLeaderTookIt() {
        RaftCluster<Long, String, Long> cluster = ready(11);

        StepVerifier.create(cluster.leader().submit(5L), 0).thenCancel().verify();
        cluster.advance(SECOND);

        StepVerifier.create(cluster.read("sum")).expectNext(0L).verifyComplete();
    }

    @Test
    void timeIsNotAdvancedFromInside() {
        RaftCluster<Long, String, Long> cluster = cluster(17);

        StepVerifier.create(cluster.submit(1L).doOnNext(sum -> cluster.advance(SECOND)))
                .expectErrorMessage("Time moves already: delay something on the cluster's scheduler() instead")
                .verify();
    }

    @Test
    void whoSubscribesWhileTimeAdvancesDoesNotProlongIt() {
        RaftCluster<Long, String, Long> cluster = ready(18);
        List<Long> sums = new ArrayList<>();
        Mono.delay(SECOND, cluster.scheduler())
                .then(cluster.submit(1L).then(cluster.submit(2L)))
                .subscribe(sums::add);
        Duration before = cluster.elapsed();

        cluster.advance(SECOND);
        assertThat(cluster.elapsed()).isEqualTo(before.plus(SECOND));
        assertThat(sums).isEmpty();
        cluster.advance(SECOND);

        assertThat(sums).containsExactly(3L);
    }

    @Test
    void everythingHappensOnTheThreadOfTheTest() {
        RaftCluster<Long, String, Long> cluster = cluster(19);
        AtomicReference<Thread> thread = new AtomicReference<>();

        cluster.submit(1L).subscribe(sum -> thread.set(Thread.currentThread()));

        assertThat(thread).hasValue(Thread.currentThread());
    }

    @Test
    void clustersOnTwoThreadsDoNotDisturbEachOther() throws Exception {
        Callable<Long> run = () -> {
            RaftCluster<Long, String, Long> cluster = cluster(20);
            StepVerifier.create(Flux.range(1, 50).concatMap(n -> cluster.submit(1L)))
                    .expectNextCount(50)
                    .verifyComplete();
            return cluster.traceHash();
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Long>> hashes = threads.invokeAll(List.of(run, run));

            assertThat(hashes.get(0).get()).isEqualTo(hashes.get(1).get()).isEqualTo(run.call());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anotherThreadIsRefused() throws Exception {
        RaftCluster<Long, String, Long> cluster = cluster(21);
        String owner = Thread.currentThread().getName();
        ExecutorService other = Executors.newSingleThreadExecutor(action -> new Thread(action, "stranger"));
        try {
            String complaint = "This cluster, seed 21, belongs to thread " + owner
                    + ", which made it; thread stranger cannot use it";

            other.submit(() -> {
                        StepVerifier.create(cluster.submit(1L))
                                .expectErrorSatisfies(error -> assertThat(error)
                                        .isInstanceOf(IllegalStateException.class)
                                        .hasMessageStartingWith(complaint))
                                .verify();
                        assertThatThrownBy(() -> cluster.advance(SECOND)).hasMessageStartingWith(complaint);
                        assertThatThrownBy(() -> cluster.crash(cluster.node(1))).hasMessageStartingWith(complaint);
                    })
                    .get();
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void contextOfTheSubscriberReachesTheSource() {
        RaftCluster<Long, String, Long> cluster = cluster(23);

        StepVerifier.create(cluster.drive(Mono.deferContextual(context -> Mono.just(context.<String>get("who"))))
                        .contextWrite(context -> context.put("who", "me")))
                .expectNext("me")
                .verifyComplete();
    }
}

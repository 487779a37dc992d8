package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.ReadToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class OutsideClientTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Disturbance ROUGH = Disturbance.NONE.withLoss(0.1).withDuplication(0.3, 0.5);

    private static final class TellingSum extends SimSum {
        @Override
        public Long apply(Long command, ApplyContext<Long> context) {
            Long sum = super.apply(command, context);
            context.emit(sum);
            return sum;
        }
    }

    private static SimCluster<Long, Long, Long> started(NetworkModel network) {
        SimCluster<Long, Long, Long> cluster =
                SimCluster.of(TellingSum::new, spec -> spec.seed(1).network(network));
        cluster.startAll();
        return cluster;
    }

    private static <T> List<T> run(SimCluster<?, ?, ?> cluster, Flux<T> flux) {
        List<T> seen = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        boolean[] isOver = {false};
        flux.subscribe(seen::add, failures::add, () -> isOver[0] = true);
        cluster.runUntil(() -> isOver[0] || !failures.isEmpty(), Duration.ofMinutes(10));
        assertThat(failures).isEmpty();
        return seen;
    }

    @Test
    void commandsAreExecutedOnceWhateverBecomesOfTheirMessages() {
        SimCluster<Long, Long, Long> cluster = started(NetworkModel.unreliable().withDisturbance(ROUGH));
        RaftClient<Long, Long, Long> client = cluster.client("c1", PATIENCE);

        List<Long> sums = run(cluster, Flux.range(1, 100).concatMap(number -> client.submit(1L)));

        assertThat(sums)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
        assertThat(cluster.faults().counts().count(Fault.DUPLICATE)).isPositive();
        assertThat(cluster.faults().counts().count(Fault.LATE_REPLAY)).isPositive();
    }

    @Test
    void clientGoesToAnotherMemberWhenItsOwnIsKilledAndGoesOnThere() {
        SimCluster<Long, Long, Long> cluster = started(NetworkModel.reliable());
        RaftClient<Long, Long, Long> client = cluster.client("c1", PATIENCE);

        List<Long> sums = run(cluster, Flux.range(0, 30).concatMap(number -> {
            if (number % 10 == 9) {
                cluster.crash(number / 10);
                cluster.start((number / 10 + 2) % 3);
                IntStream.range(0, 3).filter(cluster::isUp).forEach(cluster::connect);
            }
            return client.submit(1L);
        }));

        assertThat(sums).hasSize(30).last().isEqualTo(30L);
    }

    @Test
    void localReadsNeverGoBack() {
        SimCluster<Long, Long, Long> cluster = started(NetworkModel.unreliable());
        RaftClient<Long, Long, Long> client = cluster.client("c1", PATIENCE);
        ReadToken token = ReadToken.start();

        List<Long> sums = run(cluster, Flux.range(0, 50).concatMap(number -> client.submit(1L)
                .then(client.read(0L, ReadMode.local(token)))));

        assertThat(sums).isSorted();
        assertThat(token.index()).isPositive();
    }

    @Test
    void watchGoesOnWithAnotherMember() {
        SimCluster<Long, Long, Long> cluster = started(NetworkModel.reliable());
        RaftClient<Long, Long, Long> client = cluster.client("c1", PATIENCE);
        List<Change<Long>> changes = new ArrayList<>();
        List<Throwable> ends = new ArrayList<>();
        client.watch(1).subscribe(changes::add, ends::add);

        run(cluster, Flux.range(0, 30).concatMap(number -> {
            if (number % 10 == 9) {
                cluster.crash(number / 10);
                cluster.start((number / 10 + 2) % 3);
                IntStream.range(0, 3).filter(cluster::isUp).forEach(cluster::connect);
            }
            return client.submit(1L);
        }));
        cluster.advance(Duration.ofSeconds(10));

        assertThat(changes)
                .extracting(Change::value)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 30).boxed().toList());
        assertThat(ends).isEmpty();
    }

    @Test
    void watchEndsWhenNobodyIsThereForTooLong() {
        SimCluster<Long, Long, Long> cluster = started(NetworkModel.reliable());
        RaftClient<Long, Long, Long> client = cluster.client("c1", PATIENCE, 0);
        List<Throwable> ends = new ArrayList<>();
        client.watch(1).subscribe(change -> {}, ends::add);
        cluster.advance(Duration.ofSeconds(1));

        cluster.crash(0);
        cluster.advance(PATIENCE.dividedBy(2));
        assertThat(ends).isEmpty();
        cluster.advance(PATIENCE);
        assertThat(ends).singleElement().isInstanceOf(RaftException.Unavailable.class);
    }

    @Test
    void nobodyToAskIsUnavailable() {
        SimCluster<Long, Long, Long> cluster = started(NetworkModel.reliable());
        IntStream.range(0, 3).forEach(cluster::crash);
        List<Throwable> failures = new ArrayList<>();

        cluster.client("c1", Duration.ofSeconds(1)).submit(1L).subscribe(sum -> {}, failures::add);
        cluster.advance(Duration.ofSeconds(30));

        assertThat(failures).singleElement().isInstanceOf(RaftException.Unavailable.class);
    }
}

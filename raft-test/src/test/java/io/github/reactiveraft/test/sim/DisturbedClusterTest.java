package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.test.sim.NetworkModel.Carriage;
import io.github.reactiveraft.test.sim.NetworkModel.Silence;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Production nodes under everything that the network can do to them: they stay right, and recover when it ends. */
class DisturbedClusterTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int NODE_COUNT = 5;

    private final FaultCounts faults = new FaultCounts();

    /** Adds up. */
    private static final class Sum implements StateMachine<Long, Long, Long> {
        private long sum;

        @Override
        public Codec<Long> commandCodec() {
            return Codec.int64();
        }

        @Override
        public Codec<Long> queryCodec() {
            return Codec.int64();
        }

        @Override
        public Codec<Long> resultCodec() {
            return Codec.int64();
        }

        @Override
        public Long apply(Long command, ApplyContext<Long> context) {
            sum += command;
            return sum;
        }

        @Override
        public Long query(Long query) {
            return sum;
        }

        @Override
        public Publisher<ByteBuffer> snapshot() {
            return Chunks.of(Codec.int64().encode(sum));
        }

        @Override
        public Mono<Void> restore(Flux<ByteBuffer> chunks) {
            return Chunks.join(chunks)
                    .doOnNext(whole -> sum = Codec.int64().decode(whole))
                    .then();
        }
    }

    /** A minute of disturbance, some seconds of peace. */
    private long run(Carriage carriage, long seed) {
        NetworkModel model = NetworkModel.reliable()
                .withSilence(Silence.FOREVER)
                .withCarriage(carriage)
                .withDisturbance(Disturbance.NONE
                        .withLoss(0.05)
                        .withDuplication(0.1, 0.05)
                        .withCorruption(0.005)
                        .withResets(2));
        SimCluster<Long, Long, Long> cluster = SimCluster.of(
                Sum::new, spec -> spec.nodes(NODE_COUNT).seed(seed).network(model));
        cluster.network().codec(new CrcCodec());
        cluster.startAll();
        disturb(cluster);
        long committed = committed(cluster);
        assertThat(committed).as("commands that got through").isGreaterThan(20);

        calm(cluster);
        cluster.advance(Duration.ofSeconds(5));
        assertThat(leaders(cluster)).hasSize(1);
        SimSubmission<Long> last = cluster.submit(leaders(cluster).get(0), 1_000_000L);
        cluster.advance(SECOND);

        assertThat(last.result()).isPresent();
        assertThat(IntStream.range(0, NODE_COUNT).mapToObj(cluster::applied).distinct())
                .hasSize(1);
        faults.addAll(cluster.network().faultCounts());
        return cluster.simulation().traceHash();
    }

    private static void disturb(SimCluster<Long, Long, Long> cluster) {
        SimNetwork network = cluster.network();
        RandomGenerator random = cluster.simulation().random("script");
        Partitions partitions = new Partitions(
                network, IntStream.range(0, NODE_COUNT).mapToObj(cluster::id).toList());
        for (long second = 0; second < 60; second++) {
            SimLink link = network.link(cluster.id(random.nextInt(NODE_COUNT)), cluster.id(random.nextInt(NODE_COUNT)));
            int node = random.nextInt(NODE_COUNT);
            switch (random.nextInt(14)) {
                case 0 -> partitions.isolate(cluster.id(node));
                case 1 -> partitions.minority(cluster.id(node));
                case 2 -> partitions.bridge(cluster.id(node));
                case 3 -> partitions.ring();
                case 4 -> partitions.mute(cluster.id(node));
                case 5 -> link.slow(Duration.ofMillis(100), Duration.ofMillis(700));
                case 6 -> link.clog();
                case 7 -> link.narrow(125_000);
                case 8 -> partitions.flap(partitions::ring, Duration.ofMillis(50), SECOND, SECOND);
                default -> calm(partitions, network);
            }
            for (int leader : leaders(cluster)) {
                cluster.submit(leader, second);
            }
            cluster.advance(SECOND);
        }
        calm(partitions, network);
    }

    private static void calm(Partitions partitions, SimNetwork network) {
        partitions.heal();
        network.calm();
    }

    private static void calm(SimCluster<Long, Long, Long> cluster) {
        SimNetwork network = cluster.network();
        network.model(network.model().withDisturbance(Disturbance.NONE));
    }

    private static List<Integer> leaders(SimCluster<Long, Long, Long> cluster) {
        return IntStream.range(0, NODE_COUNT).filter(cluster::isLeader).boxed().toList();
    }

    private static long committed(SimCluster<Long, Long, Long> cluster) {
        return IntStream.range(0, NODE_COUNT)
                .mapToLong(node -> cluster.applied(node).size())
                .max()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void clusterCommitsAndConvergesUnderDisturbance(Carriage carriage) {
        for (long seed = 1; seed <= 5; seed++) {
            run(carriage, seed);
        }

        List<Fault> never = EnumSet.range(Fault.LOSS, Fault.FLAP).stream()
                .filter(fault -> faults.count(fault) == 0)
                .toList();
        assertThat(never)
                .as("faults that were not injected")
                .isEqualTo(
                        carriage == Carriage.PACKETS
                                ? List.of(Fault.RESET)
                                : List.of(Fault.LOSS, Fault.DUPLICATE, Fault.LATE_REPLAY));
    }

    @ParameterizedTest
    @EnumSource
    void sameSeedIsTheSameRun(Carriage carriage) {
        assertThat(run(carriage, 11)).isEqualTo(run(carriage, 11)).isNotEqualTo(run(carriage, 12));
    }
}

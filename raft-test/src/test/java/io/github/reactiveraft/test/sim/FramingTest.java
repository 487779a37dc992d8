package io.github.reactiveraft.test.sim;

import static io.github.reactiveraft.test.sim.NetworkBench.MINUTE;
import static io.github.reactiveraft.test.sim.NetworkBench.N1;
import static io.github.reactiveraft.test.sim.NetworkBench.N2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.test.sim.NetworkBench.Arrival;
import io.github.reactiveraft.test.sim.NetworkBench.Calling;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FramingTest {

    private final NetworkBench bench = NetworkBench.answering(6, 2);
    private final SimNetwork network = bench.network;
    private final CrcCodec codec = new CrcCodec();

    FramingTest() {
        network.codec(codec);
    }

    private static boolean isRefused(Calling call) {
        return call.isAnswered() && call.reply().response() instanceof Refused;
    }

    @Test
    void messagesTravelAsTheBytesOfTheCodec() {
        Calling call = bench.call(7);
        bench.simulation.advance(MINUTE);

        assertThat(call.reply()).isEqualTo(new PeerReply(new Sender(N2, Incarnation.of(1)), new PreVoteReply(7, true)));
        assertThat(bench.arrivals).extracting(Arrival::from).containsExactly(new Sender(N1, Incarnation.of(1)));
        assertThat(network.traffic().byteCount(N1, N2)).isEqualTo(12);
        assertThat(network.traffic().byteCount(N2, N1)).isEqualTo(12);
    }

    @ParameterizedTest
    @EnumSource
    void damageNeverReachesTheHandlerNorTheCaller(NetworkModel.Carriage carriage) {
        network.model(network.model().withCarriage(carriage));
        bench.disturb(Disturbance.NONE.withCorruption(0.2));

        List<Calling> calls = bench.calls(1_000);
        bench.simulation.advance(MINUTE);

        assertThat(codec.refusedCount()).isBetween(160, 240);
        assertThat(codec.unreadableCount()).isBetween(160, 240);
        assertThat(network.faultCounts().count(Fault.CORRUPT_FRAME))
                .isEqualTo(codec.refusedCount() + codec.unreadableCount());
        assertThat(bench.arrivals).hasSize(1_000 - codec.refusedCount());
        assertThat(calls)
                .filteredOn(Calling::isFailed)
                .hasSize(codec.unreadableCount())
                .allMatch(call -> call.failure().isMaybeDelivered());
        assertThat(calls)
                .filteredOn(call -> call.isAnswered() && !isRefused(call))
                .hasSizeBetween(600, 680)
                .allMatch(call -> call.reply().from().equals(new Sender(N2, Incarnation.of(1))));
    }

    @Test
    void refusalIsAnAnswer() {
        bench.disturb(Disturbance.NONE.withCorruption(1));
        Calling call = bench.call(1);
        bench.simulation.advance(Duration.ofNanos(1_000_001));
        bench.disturb(Disturbance.NONE);
        bench.simulation.advance(MINUTE);

        assertThat(isRefused(call)).isTrue();
        assertThat(bench.arrivals).isEmpty();
    }

    @Test
    void withoutACodecNothingIsDamaged() {
        NetworkBench plain = NetworkBench.answering(7, 2);
        plain.disturb(Disturbance.NONE.withCorruption(1));

        Calling call = plain.call(1);
        plain.simulation.advance(MINUTE);

        assertThat(call.isAnswered()).isTrue();
        assertThat(plain.network.faultCounts().count(Fault.CORRUPT_FRAME)).isZero();
    }

    @Test
    void codecThatFallsOverFailsTheRun() {
        network.codec(new FallingOver());

        bench.call(1);

        assertThatThrownBy(() -> bench.simulation.advance(MINUTE)).hasMessageContaining("beyond the end");
    }

    @Test
    void damagedBytesAlwaysDiffer() {
        SplittableRandom random = new SplittableRandom(1);
        TreeSet<Integer> lengths = new TreeSet<>();
        byte[] huge = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F};

        for (byte[] frame : List.of(new byte[100], huge, new byte[1], new byte[0])) {
            byte[] before = frame.clone();
            IntStream.range(0, 1_000).forEach(i -> {
                byte[] damaged = Damage.to(frame, random);
                lengths.add(damaged.length - frame.length);
                assertThat(Arrays.equals(damaged, before)).isFalse();
            });
            assertThat(frame).isEqualTo(before);
        }

        assertThat(lengths).contains(-1, 0, 1).hasSizeGreaterThan(100);
        assertThat(lengths.first()).isBetween(-100, -50);
        assertThat(lengths.last()).isEqualTo(64);
    }

    private static final class FallingOver implements FrameCodec {
        private final CrcCodec codec = new CrcCodec();

        @Override
        public byte[] encode(LocalNode from, NodeId to, RaftRequest request) {
            return codec.encode(from, to, request);
        }

        @Override
        public Incoming decodeRequest(LocalNode here, byte[] frame) {
            throw new IndexOutOfBoundsException("beyond the end");
        }

        @Override
        public byte[] encode(LocalNode from, RaftResponse response) {
            return codec.encode(from, response);
        }

        @Override
        public PeerReply decodeReply(LocalNode here, NodeId asked, byte[] frame) {
            return codec.decodeReply(here, asked, frame);
        }
    }
}

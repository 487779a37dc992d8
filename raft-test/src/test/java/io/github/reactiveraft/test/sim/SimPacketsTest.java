package io.github.reactiveraft.test.sim;

import static io.github.reactiveraft.test.sim.NetworkBench.MINUTE;
import static io.github.reactiveraft.test.sim.NetworkBench.N1;
import static io.github.reactiveraft.test.sim.NetworkBench.N2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.test.sim.NetworkBench.Arrival;
import io.github.reactiveraft.test.sim.NetworkBench.Calling;
import io.github.reactiveraft.test.sim.NetworkModel.Silence;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimPacketsTest {

    private final NetworkBench bench = NetworkBench.answering(1, 2);
    private final SimNetwork network = bench.network;

    private long faults(Fault fault) {
        return network.faultCounts().count(fault);
    }

    @Test
    void lostRequestNeverArrivesAndFailsLate() {
        bench.disturb(new Disturbance(0.2, 0, 0, 0, 0, 0));

        List<Calling> calls = bench.calls(1_000);
        bench.simulation.advance(MINUTE);

        assertThat(faults(Fault.LOSS)).isBetween(160L, 240L);
        assertThat(bench.arrivals).hasSize(1_000 - (int) faults(Fault.LOSS));
        assertThat(calls).filteredOn(Calling::isAnswered).hasSameSizeAs(bench.arrivals);
        assertThat(calls)
                .filteredOn(Calling::isFailed)
                .hasSize((int) faults(Fault.LOSS))
                .allMatch(call -> call.failure().isMaybeDelivered())
                .anyMatch(call -> call.took().compareTo(Duration.ofSeconds(5)) > 0);
    }

    @Test
    void lostReplyIsNotHeardOfWhereSilenceIsForEver() {
        network.model(network.model().withSilence(Silence.FOREVER));
        bench.disturb(new Disturbance(0, 0.2, 0, 0, 0, 0));

        List<Calling> calls = bench.calls(1_000);
        bench.simulation.advance(MINUTE);

        assertThat(bench.arrivals).hasSize(1_000);
        assertThat(faults(Fault.LOSS)).isBetween(160L, 240L);
        assertThat(calls).filteredOn(call -> !call.isEnded()).hasSize((int) faults(Fault.LOSS));
    }

    @Test
    void duplicateIsHandledTwiceAndAnsweredOnce() {
        bench.disturb(Disturbance.NONE.withDuplication(1, 0));

        Calling call = bench.call(7);
        bench.simulation.advance(Duration.ofMillis(3));

        assertThat(bench.arrivedTerms()).containsExactly(7L, 7L);
        assertThat(call.isAnswered()).isTrue();
        assertThat(faults(Fault.DUPLICATE)).isEqualTo(1);
        assertThat(network.traffic().requestCount(N2)).isEqualTo(2);
        assertThat(network.traffic().byteCount(N1, N2)).isEqualTo(64);
    }

    @Test
    void oneInAHundredCopiesIsLate() {
        bench.disturb(Disturbance.NONE.withDuplication(0.5));

        bench.calls(10_000);
        bench.simulation.advance(Duration.ofSeconds(1));
        int onTime = bench.arrivals.size() - 10_000;
        bench.simulation.advance(MINUTE);

        assertThat(faults(Fault.DUPLICATE)).isBetween(4_700L, 5_200L).isLessThanOrEqualTo(onTime);
        assertThat(faults(Fault.LATE_REPLAY)).isBetween(25L, 75L);
        assertThat(bench.arrivals).hasSize(10_000 + (int) (faults(Fault.DUPLICATE) + faults(Fault.LATE_REPLAY)));
    }

    @Test
    void lateReplayComesToTheRestartedProcessInTheNameOfTheOldSender() {
        bench.disturb(Disturbance.NONE.withDuplication(1, 1));
        List<Calling> calls = bench.calls(10);
        bench.simulation.advance(Duration.ofMillis(3));
        bench.arrivals.clear();

        bench.start(N1, "n1 again", 2, NetworkBench::answer);
        bench.start(N2, "n2 again", 2, NetworkBench::answer);
        bench.simulation.advance(MINUTE);

        assertThat(calls).allMatch(Calling::isAnswered);
        assertThat(bench.arrivals)
                .extracting(Arrival::process)
                .hasSizeGreaterThan(8)
                .containsOnly("n2 again");
        assertThat(bench.arrivals).extracting(Arrival::from).containsOnly(new Sender(N1, Incarnation.of(1)));
    }

    @Test
    void latencyIsTheLinksOwn() {
        network.link(N1, N2).latency(Duration.ofMillis(5), Duration.ofMillis(20));

        List<Calling> calls = bench.calls(2_000);
        bench.simulation.advance(MINUTE);

        assertThat(calls).allMatch(call -> call.took().compareTo(Duration.ofMillis(5)) > 0);
        assertThat(calls.stream()
                        .mapToLong(call -> call.took().toNanos())
                        .average()
                        .orElseThrow())
                .isBetween(24e6, 27e6);
        assertThat(bench.arrivedTerms())
                .as("packets overtake each other")
                .isNotEqualTo(bench.arrivedTerms().stream().sorted().toList());
    }

    @Test
    void impossibleDisturbanceIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Disturbance.NONE.withLoss(1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> Disturbance.NONE.withCorruption(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> Disturbance.NONE.withResets(-1));
    }
}

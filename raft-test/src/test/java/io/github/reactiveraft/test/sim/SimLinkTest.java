package io.github.reactiveraft.test.sim;

import static io.github.reactiveraft.test.sim.NetworkBench.MINUTE;
import static io.github.reactiveraft.test.sim.NetworkBench.N1;
import static io.github.reactiveraft.test.sim.NetworkBench.N2;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.test.sim.NetworkBench.Arrival;
import io.github.reactiveraft.test.sim.NetworkBench.Calling;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimLinkTest {

    private final NetworkBench bench = NetworkBench.answering(3, 2);
    private final SimNetwork network = bench.network;
    private final SimLink link = network.link(N1, N2);

    @Test
    void slowLinkHoldsEveryMessageUpUntilItIsCalm() {
        link.slow(Duration.ofMillis(100), Duration.ofMillis(700));

        List<Calling> slow = bench.calls(200);
        bench.simulation.advance(MINUTE);
        network.calm();
        Calling fast = bench.call(1);
        bench.simulation.advance(MINUTE);

        assertThat(slow).allMatch(call -> call.took().compareTo(Duration.ofMillis(100)) > 0);
        assertThat(slow).anyMatch(call -> call.took().compareTo(Duration.ofMillis(700)) > 0);
        assertThat(slow).allMatch(call -> call.took().compareTo(Duration.ofMillis(802)) <= 0);
        assertThat(fast.took()).isLessThan(Duration.ofMillis(3));
        assertThat(network.faultCounts().count(Fault.SLOW_LINK)).isEqualTo(1);
    }

    @Test
    void slowOneWayLeavesTheWayBackFast() {
        link.slow(Duration.ofMillis(100), Duration.ZERO);

        Calling back = bench.call(N2, N1);
        bench.simulation.advance(Duration.ofMillis(1));
        bench.simulation.advance(Duration.ofMillis(102));

        assertThat(bench.arrivals).singleElement().extracting(Arrival::at).satisfies(at -> assertThat(at)
                .isLessThan(Duration.ofMillis(13)));
        assertThat(back.took()).as("its answer takes the slow way").isGreaterThan(Duration.ofMillis(100));
    }

    @Test
    void clogHoldsPacketsBackAndLetsThemGoAtOnce() {
        link.clog();

        List<Calling> calls = bench.calls(20);
        bench.simulation.advance(Duration.ofSeconds(5));
        assertThat(bench.arrivals).isEmpty();
        Duration before = bench.simulation.elapsed();
        link.unclog();
        bench.simulation.advance(Duration.ofSeconds(1));

        assertThat(bench.arrivals).hasSize(20).allMatch(arrival -> arrival.at().equals(before));
        assertThat(calls).allMatch(Calling::isAnswered);
        assertThat(network.faultCounts().count(Fault.CLOG)).isEqualTo(1);
    }

    @Test
    void clogOfAConnectionKeepsTheOrder() {
        bench.connections();
        bench.call(1);
        bench.simulation.advance(Duration.ofSeconds(1));
        bench.arrivals.clear();
        link.clog();

        List<Calling> calls = bench.calls(20);
        bench.simulation.advance(Duration.ofSeconds(5));
        link.unclog();
        Calling later = bench.call(21);
        bench.simulation.advance(Duration.ofSeconds(1));

        assertThat(bench.arrivedTerms())
                .isEqualTo(LongStream.rangeClosed(1, 21).boxed().toList());
        assertThat(calls).allMatch(Calling::isAnswered);
        assertThat(later.isAnswered()).isTrue();
    }

    @Test
    void packetHeldInFrontOfACutIsLostWhenTheClogGoes() {
        link.clog();
        Calling call = bench.call(1);
        bench.simulation.advance(Duration.ofSeconds(1));

        network.link(N1, N2, false);
        link.unclog();
        bench.simulation.advance(Duration.ofSeconds(8));

        assertThat(call.isFailed()).isTrue();
        assertThat(bench.arrivals).isEmpty();
    }

    @Test
    void narrowLinkIsOccupiedByEachMessageForItsSize() {
        link.narrow(640);

        bench.calls(10);
        bench.simulation.advance(Duration.ofMillis(550));
        assertThat(bench.arrivals).hasSize(5);
        bench.simulation.advance(Duration.ofMillis(500));
        assertThat(bench.arrivals).hasSize(10);
        link.narrow(0);
        bench.call(1);
        bench.simulation.advance(Duration.ofMillis(2));

        assertThat(bench.arrivals).hasSize(11);
        assertThat(network.faultCounts().count(Fault.NARROW_LINK)).isEqualTo(1);
    }
}

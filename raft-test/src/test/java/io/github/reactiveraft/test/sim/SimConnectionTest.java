package io.github.reactiveraft.test.sim;

import static io.github.reactiveraft.test.sim.NetworkBench.MINUTE;
import static io.github.reactiveraft.test.sim.NetworkBench.N1;
import static io.github.reactiveraft.test.sim.NetworkBench.N2;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.test.sim.NetworkBench.Calling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class SimConnectionTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final NetworkBench bench = NetworkBench.answering(2, 2);
    private final SimNetwork network = bench.network;

    @BeforeEach
    void useConnections() {
        bench.connections();
    }

    /** Has n2 never answer, counting the handlers that are told that nobody waits. */
    private List<String> silence() {
        List<String> cancelled = new ArrayList<>();
        bench.start(N2, "silent", 1, (from, request) -> Mono.<RaftResponse>never()
                .doOnCancel(() -> cancelled.add("cancelled")));
        return cancelled;
    }

    private static List<Long> terms(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    @Test
    void firstCallOpensTheConnectionAndTheNextOneFindsItOpen() {
        network.link(N1, N2).latency(Duration.ofMillis(10), Duration.ZERO);
        network.link(N2, N1).latency(Duration.ofMillis(10), Duration.ZERO);

        Calling first = bench.call(1);
        bench.simulation.advance(SECOND);
        Calling second = bench.call(2);
        bench.simulation.advance(SECOND);

        assertThat(first.took()).isEqualTo(Duration.ofMillis(40));
        assertThat(second.took()).isEqualTo(Duration.ofMillis(20));
        assertThat(second.reply().response()).isEqualTo(new PreVoteReply(2, true));
    }

    @Test
    void requestsAndRepliesStayInOrder() {
        network.model(network.model().withReliability(false).withLongReordering(true));
        network.link(N1, N2).latency(Duration.ZERO, Duration.ofMillis(50));
        bench.disturb(Disturbance.NONE.withLoss(0.5).withDuplication(0.5));

        List<Calling> calls = new ArrayList<>(bench.calls(100));
        bench.simulation.advance(Duration.ofMillis(60));
        IntStream.rangeClosed(101, 200).forEach(term -> calls.add(bench.call(term)));
        bench.simulation.advance(MINUTE);

        assertThat(bench.arrivedTerms()).isEqualTo(terms(200));
        assertThat(calls).allMatch(Calling::isAnswered).isSortedAccordingTo(Comparator.comparing(Calling::endedAt));
        assertThat(network.faultCounts()).hasToString("{}");
    }

    @Test
    void resetFailsAllCallsInFlightAndTheNextOpensANewConnection() {
        List<String> cancelled = silence();
        List<Calling> handled = bench.calls(10);
        bench.simulation.advance(SECOND);
        List<Calling> underway = bench.calls(10);

        network.reset(N1, N2);
        Calling unaware = bench.call(99);
        bench.simulation.advance(Duration.ofMillis(100));

        assertThat(bench.arrivedTerms()).isEqualTo(terms(10));
        assertThat(handled).allMatch(call -> call.failure().isMaybeDelivered());
        assertThat(underway).allMatch(call -> call.failure().isMaybeDelivered());
        assertThat(unaware.isFailed()).isTrue();
        assertThat(cancelled).hasSize(10);
        assertThat(network.faultCounts().count(Fault.RESET)).isEqualTo(1);
        bench.call(100);
        bench.simulation.advance(SECOND);
        assertThat(bench.arrivedTerms()).endsWith(100L);
    }

    @Test
    void resetWhileOpeningFailsWhatWasNeverSent() {
        Calling call = bench.call(1);

        network.reset(N1, N2);
        network.reset(N1, N2);
        bench.simulation.advance(SECOND);

        assertThat(call.failure().isMaybeDelivered()).isFalse();
        assertThat(bench.arrivals).isEmpty();
    }

    @Test
    void resetOfTheOtherDirectionIsAnotherMatter() {
        bench.call(1);
        bench.simulation.advance(SECOND);

        Calling call = bench.call(2);
        network.reset(N2, N1);
        bench.simulation.advance(SECOND);

        assertThat(call.isAnswered()).isTrue();
    }

    @Test
    void connectionsInUseAreResetAtTheirRateAndNothingStaysStuck() {
        bench.disturb(Disturbance.NONE.withResets(1));
        List<Calling> calls = new ArrayList<>();

        for (int i = 0; i < 60 * 60; i++) {
            calls.add(bench.call(i));
            bench.simulation.advance(SECOND);
        }

        assertThat(network.faultCounts().count(Fault.RESET)).isBetween(40L, 80L);
        assertThat(calls).allMatch(Calling::isEnded);
        assertThat(calls).filteredOn(Calling::isAnswered).hasSizeGreaterThan(3_400);
    }

    @Test
    void callOverACutLinkWaitsUntilItIsMended() {
        bench.call(1);
        bench.simulation.advance(SECOND);
        network.link(N1, N2, false);

        List<Calling> calls = bench.calls(5);
        bench.simulation.advance(Duration.ofSeconds(20));
        assertThat(calls).noneMatch(Calling::isEnded);
        network.link(N1, N2, true);
        bench.simulation.advance(Duration.ofMillis(10));

        assertThat(calls).allMatch(Calling::isAnswered);
        assertThat(bench.arrivedTerms()).containsExactly(1L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void cutLinkIsNoticedAtLast() {
        bench.call(1);
        bench.simulation.advance(SECOND);
        network.link(N2, N1, false);

        Calling call = bench.call(2);
        bench.simulation.advance(Duration.ofSeconds(41));
        assertThat(call.took()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(41));
        assertThat(call.failure().isMaybeDelivered()).isTrue();

        Calling unconnected = bench.call(3);
        bench.simulation.advance(SECOND);
        assertThat(unconnected.failure().isMaybeDelivered()).isFalse();

        network.link(N2, N1, true);
        Calling again = bench.call(4);
        bench.simulation.advance(SECOND);
        assertThat(again.isAnswered()).isTrue();
        assertThat(bench.arrivedTerms()).containsExactly(1L, 2L, 4L);
    }

    @Test
    void deathOfTheCalleeIsNoticedAndTheNextProcessIsConnectedAnew() {
        silence();
        Calling handled = bench.call(1);
        bench.simulation.advance(SECOND);

        bench.kill(N2);
        Calling unaware = bench.call(2);
        bench.simulation.advance(Duration.ofMillis(200));
        Calling refused = bench.call(3);
        bench.simulation.advance(Duration.ofMillis(10));
        bench.start(N2, "n2 again", 1, NetworkBench::answer);
        Calling answered = bench.call(4);
        bench.simulation.advance(Duration.ofMillis(10));

        assertThat(handled.failure().isMaybeDelivered()).isTrue();
        assertThat(unaware.failure().isMaybeDelivered()).isTrue();
        assertThat(refused.failure()).hasMessageContaining("refused the connection");
        assertThat(refused.failure().isMaybeDelivered()).isFalse();
        assertThat(answered.isAnswered()).isTrue();
    }

    @Test
    void deathBehindACutIsNoticedOnceTheLinkIsMended() {
        silence();
        Calling handled = bench.call(1);
        bench.simulation.advance(SECOND);
        network.link(N1, N2, false);
        network.link(N2, N1, false);
        bench.kill(N2);
        bench.simulation.advance(Duration.ofSeconds(5));
        assertThat(handled.isEnded()).isFalse();

        network.link(N1, N2, true);
        network.link(N2, N1, true);
        bench.call(2);
        bench.simulation.advance(SECOND);

        assertThat(handled.isFailed()).isTrue();
    }

    @Test
    void deathOfTheCallerIsToldToTheHandlers() {
        List<String> cancelled = silence();
        Calling call = bench.call(1);
        bench.simulation.advance(SECOND);

        bench.kill(N1);
        bench.simulation.advance(SECOND);

        assertThat(cancelled).hasSize(1);
        assertThat(call.isEnded()).isFalse();
    }

    @Test
    void cancelledCallerIsToldToTheHandlerUnlessTheRequestWasNeverSent() {
        List<String> cancelled = silence();

        Calling unsent = bench.call(1);
        unsent.cancel();
        bench.simulation.advance(SECOND);
        assertThat(bench.arrivals).isEmpty();
        Calling sent = bench.call(2);
        bench.simulation.advance(SECOND);
        sent.cancel();
        bench.simulation.advance(SECOND);

        assertThat(bench.arrivedTerms()).containsExactly(2L);
        assertThat(cancelled).hasSize(1);
    }
}

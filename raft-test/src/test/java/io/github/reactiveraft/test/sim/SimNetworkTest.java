package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftTransport;
import io.github.reactiveraft.api.spi.RequestHandler;
import io.github.reactiveraft.test.sim.NetworkModel.Silence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.test.StepVerifier;

class SimNetworkTest {

    private static final NodeId N1 = NodeId.of("n1");
    private static final NodeId N2 = NodeId.of("n2");
    private static final RaftRequest QUESTION = new PreVote(1, N1, EntryId.NONE);
    private static final RaftResponse ANSWER = new PreVoteReply(0, true);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Simulation simulation = Simulation.ofSeed(5);
    private final SimNetwork network = new SimNetwork(simulation, List.of(N1, N2));
    private final SimProcess caller = simulation.process("n1");
    private final SimProcess callee = simulation.process("n2");
    private final RaftTransport from = network.transport(caller, N1);
    private final RaftTransport to = network.transport(callee, N2);
    private final List<RaftRequest> received = new ArrayList<>();

    private static LocalNode local(String cluster, NodeId node, long incarnation) {
        return new LocalNode(cluster, "main", new Sender(node, Incarnation.of(incarnation)), 1_000_000, 1_000_000);
    }

    private void start(RequestHandler handler) {
        from.start(local("c", N1, 11), (sender, request) -> Mono.just(ANSWER)).subscribe();
        to.start(local("c", N2, 22), (sender, request) -> {
                    received.add(request);
                    return handler.handle(sender, request);
                })
                .subscribe();
        simulation.advance(Duration.ofMillis(5));
    }

    private void startAnswering() {
        start((sender, request) -> Mono.just(ANSWER));
    }

    /** A call under way, and how and when it ended. */
    private final class Calling {
        private final Duration start = simulation.elapsed();
        private @Nullable Signal<PeerReply> end;
        private Duration took = Duration.ZERO;

        Calling(RaftRequest request) {
            from.peer(N2).call(request).materialize().subscribe(signal -> {
                end = signal;
                took = simulation.elapsed().minus(start);
            });
        }

        PeerException failure() {
            return (PeerException)
                    Objects.requireNonNull(Objects.requireNonNull(end, "no end").getThrowable(), "no failure");
        }

        boolean isAnswered() {
            return end != null && end.hasValue();
        }
    }

    @Test
    void replyComesFromTheAnsweringIncarnationWithinTwoLatencies() {
        List<Sender> senders = new ArrayList<>();
        start((sender, request) -> {
            senders.add(sender);
            return Mono.just(ANSWER);
        });

        StepVerifier.create(from.peer(N2).call(QUESTION))
                .then(() -> simulation.advance(Duration.ofMillis(2)))
                .expectNext(new PeerReply(new Sender(N2, Incarnation.of(22)), ANSWER))
                .verifyComplete();

        assertThat(senders).containsExactly(new Sender(N1, Incarnation.of(11)));
        assertThat(received).containsExactly(QUESTION);
    }

    @Test
    void callIsLazyAndSendsAnewEachTime() {
        startAnswering();
        Mono<PeerReply> call = from.peer(N2).call(QUESTION);
        simulation.advance(MINUTE);
        assertThat(received).isEmpty();

        call.subscribe();
        call.subscribe();
        simulation.advance(MINUTE);

        assertThat(received).hasSize(2);
        assertThat(network.traffic().requestCount(N1, N2)).isEqualTo(2);
        assertThat(network.traffic().requestCount(N2)).isEqualTo(2);
        assertThat(network.traffic().requestCount(N1)).isZero();
    }

    @Test
    void receiverSharesNoMemoryWithTheSender() {
        start((sender, request) -> Mono.just(new Appended(1, 1)));
        EntryBatch entries = EntryBatch.encode(1, 1, 0, List.of(Proposal.command(Bytes.of(new byte[100]))));

        new Calling(new AppendEntries(1, N1, EntryId.NONE, 0, entries));
        simulation.advance(MINUTE);

        assertThat(received).singleElement().isInstanceOfSatisfying(AppendEntries.class, append -> {
            assertThat(append.entries()).isEqualTo(entries).isNotSameAs(entries);
        });
        assertThat(network.traffic().byteCount(N1, N2)).isEqualTo(64 + entries.byteCount());
        assertThat(network.traffic().byteCount(N2, N1)).isEqualTo(64);
    }

    @Test
    void cutLinkFailsLate() {
        startAnswering();
        network.link(N1, N2, false);

        List<Calling> calls =
                IntStream.range(0, 100).mapToObj(i -> new Calling(QUESTION)).toList();
        simulation.advance(Duration.ofSeconds(7));

        assertThat(received).isEmpty();
        assertThat(calls).allMatch(call -> call.failure().isMaybeDelivered());
        assertThat(calls.stream().map(call -> call.took)).anyMatch(took -> took.compareTo(Duration.ofSeconds(5)) > 0);
        assertThat(calls.stream().map(call -> call.took)).anyMatch(took -> took.compareTo(Duration.ofSeconds(1)) < 0);
    }

    @Test
    void cutLinkMayBeSilentForEver() {
        startAnswering();
        network.model(NetworkModel.reliable().withSilence(Silence.FOREVER));
        network.link(N1, N2, false);

        Calling call = new Calling(QUESTION);
        simulation.advance(Duration.ofHours(1));

        assertThat(call.end).isNull();
    }

    @Test
    void nodeThatIsDownMayRefuseTheConnection() {
        startAnswering();
        network.model(NetworkModel.reliable().withSilence(Silence.REFUSED));
        callee.kill();

        Calling call = new Calling(QUESTION);
        simulation.advance(Duration.ofMillis(1));

        assertThat(call.failure().isMaybeDelivered()).isFalse();
    }

    @Test
    void replyIsLostWithTheWayBack() {
        startAnswering();
        network.link(N2, N1, false);

        Calling call = new Calling(QUESTION);
        simulation.advance(MINUTE);

        assertThat(received).hasSize(1);
        assertThat(call.failure().isMaybeDelivered()).isTrue();
    }

    @Test
    void linkIsLookedAtWhenTheMessageArrives() {
        startAnswering();

        new Calling(QUESTION);
        network.link(N1, N2, false);
        simulation.advance(MINUTE);

        assertThat(received).isEmpty();
    }

    @Test
    void replyOfAKilledNodeIsDiscarded() {
        start((sender, request) -> Mono.<RaftResponse>just(ANSWER).doOnNext(answer -> callee.kill()));

        Calling call = new Calling(QUESTION);
        simulation.advance(MINUTE);

        assertThat(received).hasSize(1);
        assertThat(call.failure().isMaybeDelivered()).isTrue();
        assertThat(call.took).isLessThan(Duration.ofMillis(102));
    }

    @Test
    void killedCallerHearsNothing() {
        startAnswering();

        Calling call = new Calling(QUESTION);
        caller.kill();
        simulation.advance(MINUTE);

        assertThat(call.end).isNull();
    }

    @Test
    void stoppedCallerHearsThatThereIsNoAnswer() {
        start((sender, request) -> Mono.never());

        Calling call = new Calling(QUESTION);
        simulation.advance(MINUTE);
        StepVerifier.create(from.stop()).verifyComplete();
        StepVerifier.create(from.stop()).verifyComplete();

        assertThat(call.failure().isMaybeDelivered()).isTrue();
        StepVerifier.create(from.peer(N2).call(QUESTION))
                .expectErrorSatisfies(failure ->
                        assertThat(((PeerException) failure).isMaybeDelivered()).isFalse())
                .verify();
    }

    @Test
    void newProcessOfANodeTakesOverItsName() {
        startAnswering();
        RaftTransport next = network.transport(simulation.process("n2 again"), N2);
        StepVerifier.create(next.start(local("c", N2, 22), (sender, request) -> Mono.just(ANSWER)))
                .then(() -> simulation.advance(MINUTE))
                .expectErrorSatisfies(failure -> assertThat(failure).hasMessageContaining("runs already"))
                .verify();

        callee.kill();
        RaftTransport third = network.transport(simulation.process("n2 once more"), N2);
        StepVerifier.create(third.start(local("c", N2, 22), (sender, request) -> Mono.just(ANSWER)))
                .then(() -> simulation.advance(MINUTE))
                .verifyComplete();
        Calling call = new Calling(QUESTION);
        simulation.advance(MINUTE);

        assertThat(call.isAnswered()).isTrue();
    }

    @Test
    void unreliableNetworkLosesOneInTenOfBothAndIsSlow() {
        startAnswering();
        network.model(NetworkModel.unreliable());

        List<Calling> calls =
                IntStream.range(0, 2_000).mapToObj(i -> new Calling(QUESTION)).toList();
        simulation.advance(MINUTE);

        assertThat(received.size()).isBetween(1_740, 1_860);
        assertThat(calls.stream().filter(Calling::isAnswered).count()).isBetween(1_560L, 1_680L);
        assertThat(calls).allMatch(call -> call.took.compareTo(Duration.ofMillis(28)) <= 0);
        assertThat(calls).anyMatch(call -> call.took.compareTo(Duration.ofMillis(25)) > 0);
    }

    @Test
    void longReorderingHoldsTwoOfThreeRepliesBack() {
        startAnswering();
        network.model(NetworkModel.reliable().withLongReordering(true));

        List<Calling> calls =
                IntStream.range(0, 900).mapToObj(i -> new Calling(QUESTION)).toList();
        simulation.advance(MINUTE);

        List<Calling> held = calls.stream()
                .filter(call -> call.took.compareTo(Duration.ofMillis(100)) > 0)
                .toList();
        assertThat(held.size()).isBetween(550, 650);
        assertThat(held)
                .allMatch(call -> call.took.compareTo(Duration.ofMillis(200)) > 0
                        && call.took.compareTo(Duration.ofMillis(2_202)) < 0);
        double mean =
                held.stream().mapToLong(call -> call.took.toMillis()).average().orElseThrow();
        assertThat(mean).isBetween(600.0, 800.0);
    }

    @Test
    void requestOfAnotherClusterIsRefusedAtTheDoor() {
        startAnswering();
        NodeId stranger = N1;
        caller.kill();
        RaftTransport other = network.transport(simulation.process("stranger"), stranger);
        other.start(local("another", stranger, 1), (sender, request) -> Mono.just(ANSWER))
                .subscribe();
        simulation.advance(MINUTE);

        StepVerifier.create(other.peer(N2).call(QUESTION).map(PeerReply::response))
                .then(() -> simulation.advance(MINUTE))
                .expectNextMatches(
                        response -> response instanceof Refused refused && refused.reason() == Refused.Reason.CLUSTER)
                .verifyComplete();
        assertThat(received).isEmpty();
    }

    @Test
    void cancelledCallerIsToldToTheHandler() {
        List<String> log = new ArrayList<>();
        start((sender, request) -> Mono.<RaftResponse>never().doOnCancel(() -> log.add("cancelled")));

        var call = from.peer(N2).call(QUESTION).subscribe();
        simulation.advance(MINUTE);
        call.dispose();
        simulation.advance(MINUTE);

        assertThat(log).containsExactly("cancelled");
    }

    @Test
    void handlerThatDoesNotAnswerFailsTheRun() {
        start((sender, request) -> Mono.empty());

        new Calling(QUESTION);

        assertThatThrownBy(() -> simulation.advance(MINUTE)).hasMessageContaining("must answer with a value");
    }

    @Test
    void everythingThatLeavesIsObserved() {
        List<String> log = new ArrayList<>();
        startAnswering();
        network.observe(new NetworkObserver() {
            @Override
            public void onRequest(NodeId sender, NodeId receiver, RaftRequest request) {
                log.add(sender + ">" + receiver);
            }

            @Override
            public void onReply(NodeId sender, NodeId receiver, RaftRequest request, RaftResponse response) {
                log.add(sender + "=" + receiver);
            }
        });

        new Calling(QUESTION);
        simulation.advance(MINUTE);
        network.link(N1, N2, false);
        new Calling(QUESTION);

        assertThat(log).containsExactly("n1>n2", "n2=n1", "n1>n2");
    }

    @Test
    void strangersHaveNoPeer() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> from.peer(NodeId.of("n3")));
        assertThat(from.peer(N2)).isSameAs(from.peer(N2));
        assertThat(from.peer(N2).address()).isEqualTo(to.address());
    }
}

package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftException.Closed;
import io.github.reactiveraft.api.RaftException.Compacted;
import io.github.reactiveraft.api.RaftException.OutcomeUnknown;
import io.github.reactiveraft.api.RaftException.Overloaded;
import io.github.reactiveraft.api.RaftException.Rejected;
import io.github.reactiveraft.api.RaftException.ResultLost;
import io.github.reactiveraft.api.RaftException.SessionExpired;
import io.github.reactiveraft.api.RaftException.Unavailable;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.Ticket;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A client against doors that answer as the test says, over real connections. */
class RSocketRaftClientTest {

    private final Peers peers = new Peers();
    private final TextClients clients = new TextClients();
    private final ScriptedGateway gateway = new ScriptedGateway(7);

    @AfterEach
    void close() {
        clients.close();
        peers.close();
    }

    @Test
    void commandsGetTheirResultsAndTickets() {
        RaftClient<String, String, String> client = connect(peers.start("n1", gateway));

        StepVerifier.create(client.submit("a").concatWith(client.submit("b")))
                .expectNext("a", "b")
                .expectComplete()
                .verify(Peers.SOON);

        assertThat(gateway.tickets).containsExactly(new Ticket(7, 1, 0), new Ticket(7, 2, 0));
    }

    @Test
    void commandIsOneHoweverOftenItIsSubscribedTo() {
        RaftClient<String, String, String> client = connect(peers.start("n1", gateway));

        StepVerifier.create(client.submit("a").repeat(3))
                .expectNext("a", "a", "a", "a")
                .expectComplete()
                .verify(Peers.SOON);

        assertThat(gateway.tickets).hasSize(1);
    }

    @Test
    void streamIsAnsweredInOrderAndAskedForNoMoreThanIsUnderWay() {
        AtomicInteger asked = new AtomicInteger();
        RaftClient<String, String, String> client = connect(peers.start("n1", gateway));
        Flux<String> commands =
                Flux.range(0, 1_000).doOnNext(i -> asked.incrementAndGet()).map(String::valueOf);

        StepVerifier.create(client.submitAll(commands), 10)
                .expectNextCount(10)
                .then(() -> assertThat(asked.get()).isLessThanOrEqualTo(10 + RaftClient.STREAM_WINDOW))
                .thenRequest(Long.MAX_VALUE)
                .expectNextSequence(
                        IntStream.range(10, 1_000).mapToObj(String::valueOf).toList())
                .expectComplete()
                .verify(Peers.SOON);
    }

    @Test
    void streamEndsAtTheFirstUnknownOutcomeAndSaysWhichThatWas() {
        gateway.submitting((ticket, command) ->
                text(command).equals("2") ? Mono.error(new OutcomeUnknown("who knows", null)) : Mono.just(command));
        RaftClient<String, String, String> client =
                connect(describe(peers.start("n1", gateway)).patience(Duration.ZERO));

        StepVerifier.create(client.submitAll(Flux.just("1", "2", "3")))
                .expectNext("1")
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(OutcomeUnknown.class)
                        .hasMessageContaining("Command 2")
                        .hasMessageContaining("who knows"))
                .verify(Peers.SOON);
    }

    @Test
    void outcomeThatWasNotSeenIsAskedForWithTheSameTicket() {
        answering(new OutcomeUnknown("lost", null), new Unavailable("nobody leads"), new Overloaded("full"));
        RaftClient<String, String, String> client = connect(peers.start("n1", gateway));

        StepVerifier.create(client.submit("a")).expectNext("a").expectComplete().verify(Peers.SOON);

        assertThat(gateway.tickets).hasSize(4).containsOnly(new Ticket(7, 1, 0));
    }

    @Test
    void whatWasDefinitelyNotDoneIsTriedAgain() {
        answering(new Unavailable("nobody leads"), new Overloaded("full"), new SessionExpired("ended"));
        RaftClient<String, String, String> client = connect(peers.start("n1", gateway));

        StepVerifier.create(client.submit("a")).expectNext("a").expectComplete().verify(Peers.SOON);

        assertThat(gateway.tickets).hasSize(4);
    }

    @Test
    void otherErrorsComeAsWhatTheyAre() {
        for (RaftException failure : List.of(new Rejected("what is this", null), new ResultLost("too large", null))) {
            answering(failure);
            RaftClient<String, String, String> client = connect(peers.start("n1", gateway));

            StepVerifier.create(client.submit("a"))
                    .expectErrorSatisfies(cause -> assertThat(cause)
                            .isInstanceOf(failure.getClass())
                            .hasMessageContaining(String.valueOf(failure.getMessage())))
                    .verify(Peers.SOON);
        }
    }

    @Test
    void patienceEnds() {
        gateway.submitting((ticket, command) -> Mono.error(new Unavailable("nobody leads")));
        RaftClient<String, String, String> client =
                connect(describe(peers.start("n1", gateway)).patience(Duration.ofMillis(200)));

        StepVerifier.create(client.submit("a")).expectError(Unavailable.class).verify(Peers.SOON);

        assertThat(gateway.tickets).as("after 10, 20, 40 and 80 ms").hasSize(5);
    }

    @Test
    void leaderIsAskedThatAnyMemberKnows() {
        ScriptedGateway leading = new ScriptedGateway(9);
        RSocketRaftTransport second = peers.start("n2", leading);
        RSocketRaftTransport first = peers.start(
                RSocketRaftTransport.listening("127.0.0.1:0").peer("n2", second.address()), Peers.node("n1"), gateway);
        RaftClient<String, String, String> client = connect(first);

        gateway.leads(3, "n2");
        StepVerifier.create(client.leaders().take(1))
                .expectNext(new LeaderChange(3, Optional.of(NodeId.of("n2"))))
                .expectComplete()
                .verify(Peers.SOON);
        StepVerifier.create(client.submit("a")).expectNext("a").expectComplete().verify(Peers.SOON);

        assertThat(leading.tickets).containsExactly(new Ticket(9, 1, 0));
        assertThat(gateway.tickets).isEmpty();
    }

    @Test
    void memberThatIsGoneIsPassedOver() {
        RSocketRaftTransport first = peers.start("n1", gateway);
        ScriptedGateway other = new ScriptedGateway(9);
        RSocketRaftTransport second = peers.start("n2", other);
        RaftClient<String, String, String> client = connect(first, second);
        StepVerifier.create(client.submit("a")).expectNext("a").expectComplete().verify(Peers.SOON);

        first.stop().block(Peers.SOON);
        second.stop().block(Peers.SOON);
        peers.start(RSocketRaftTransport.listening(second.address()), Peers.node("n2"), other);

        StepVerifier.create(client.submit("b")).expectNext("b").expectComplete().verify(Peers.SOON);
        assertThat(gateway.tickets.size() + other.tickets.size()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void commandUnderWayOnAConnectionThatBreaksIsAskedForElsewhere() {
        RSocketRaftTransport first = peers.start("n1", gateway.submitting((ticket, command) -> Mono.never()));
        ScriptedGateway other = new ScriptedGateway(9);
        RaftClient<String, String, String> client = connect(first, peers.start("n2", other));

        StepVerifier.create(client.submit("a"))
                .then(() -> awaitTicket(gateway, other))
                .then(() -> first.stop().block(Peers.SOON))
                .expectNext("a")
                .expectComplete()
                .verify(Peers.SOON);

        assertThat(other.tickets).isNotEmpty();
    }

    /** A host out of reach closes no connection; another member tells who leads in its place. */
    @Test
    void commandUnderWayToALeaderThatWasReplacedIsAskedForElsewhere() {
        ScriptedGateway second = new ScriptedGateway(9);
        RSocketRaftTransport two = peers.start("n2", second);
        RSocketRaftTransport one = peers.start(
                RSocketRaftTransport.listening("127.0.0.1:0").peer("n2", two.address()),
                Peers.node("n1"),
                gateway.submitting((ticket, command) -> Mono.never()));
        ScriptedGateway witness = new ScriptedGateway(11);
        RSocketRaftTransport three = peers.start(
                RSocketRaftTransport.listening("127.0.0.1:0")
                        .peer("n1", one.address())
                        .peer("n2", two.address()),
                Peers.node("n3"),
                witness);
        RaftClient<String, String, String> client = connect(one, three);
        gateway.leads(1, "n1");
        witness.leads(1, "n1");

        StepVerifier.create(client.leaders().next().then(client.submit("a")))
                .then(() -> awaitTicket(gateway, witness))
                .then(() -> witness.leads(2, "n2"))
                .expectNext("a")
                .expectComplete()
                .verify(Peers.SOON);

        assertThat(second.tickets).isEqualTo(gateway.tickets);
    }

    private static void awaitTicket(ScriptedGateway one, ScriptedGateway other) {
        Flux.interval(Duration.ofMillis(10))
                .takeUntil(tick -> !one.tickets.isEmpty() || !other.tickets.isEmpty())
                .blockLast(Peers.SOON);
    }

    @Test
    void readsTellHowFarTheStateWas() {
        RaftClient<String, String, String> client = connect(peers.start("n1", gateway));
        ReadToken token = ReadToken.at(40);

        StepVerifier.create(client.read("q").concatWith(client.read("r", ReadMode.local(token))))
                .expectNext("q", "r")
                .expectComplete()
                .verify(Peers.SOON);

        assertThat(token.index()).isEqualTo(42);
    }

    @Test
    void changesComeWithTheirIndexes() {
        RaftClient<String, String, String> client = connect(peers.start("n1", gateway));

        StepVerifier.create(client.watch().take(2))
                .then(() -> Flux.interval(Duration.ofMillis(10))
                        .takeUntil(tick -> gateway.changes.currentSubscriberCount() > 0)
                        .blockLast(Peers.SOON))
                .then(() -> gateway.changes.tryEmitNext(new Change<>(5, bytes("five"))))
                .then(() -> gateway.changes.tryEmitNext(new Change<>(9, bytes("nine"))))
                .expectNext(new Change<>(5, "five"), new Change<>(9, "nine"))
                .expectComplete()
                .verify(Peers.SOON);
    }

    /** Each index has two changes; connections break between them. */
    @Test
    void watchGoesOnWhereItWasWithoutAGapOrARepetition() {
        gateway.watching(from -> Flux.range((int) from, 100)
                .concatMap(index -> Flux.just("a", "b").map(name -> new Change<>(index, bytes(index + name))))
                .take(3)
                .concatWith(Flux.error(new Unavailable("gone"))));
        RaftClient<String, String, String> client = connect(peers.start("n1", gateway));

        StepVerifier.create(client.watch(5).map(Change::value).take(7))
                .expectNext("5a", "5b", "6a", "6b", "7a", "7b", "8a")
                .expectComplete()
                .verify(Peers.SOON);

        assertThat(gateway.watched).containsExactly(5L, 6L, 7L);
    }

    @Test
    void watchFromWhatIsGoneIsToldFromWhereThereIsSomething() {
        gateway.watching(from -> Flux.error(new Compacted("gone", 40)));
        RaftClient<String, String, String> client = connect(peers.start("n1", gateway));

        StepVerifier.create(client.watch(5))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(Compacted.class, compacted -> assertThat(compacted.availableFrom())
                                .isEqualTo(40)))
                .verify(Peers.SOON);
        StepVerifier.create(client.watch(0))
                .expectError(IllegalArgumentException.class)
                .verify(Peers.SOON);
    }

    @Test
    void closingAnswersEverybody() {
        gateway.submitting((ticket, command) ->
                text(command).equals("for ever") ? Mono.never() : Mono.error(new Unavailable("nobody leads")));
        RaftClient<String, String, String> client = connect(peers.start("n1", gateway));
        Deque<Throwable> heard = new ConcurrentLinkedDeque<>();
        Deque<Throwable> underWay = new ConcurrentLinkedDeque<>();
        client.submit("for ever").subscribe(result -> {}, underWay::add);
        client.submit("again and again").subscribe(result -> {}, heard::add);
        client.watch().subscribe(change -> {}, heard::add);
        Flux.interval(Duration.ofMillis(10))
                .takeUntil(tick -> gateway.tickets.size() >= 2)
                .blockLast(Peers.SOON);

        client.close().block(Peers.SOON);

        assertThat(underWay).singleElement().as("may be executed yet").isInstanceOf(OutcomeUnknown.class);
        assertThat(heard).hasSize(2).allMatch(RaftException.class::isInstance);
        StepVerifier.create(client.submit("late")).expectError(Closed.class).verify(Peers.SOON);
        StepVerifier.create(client.read("late")).expectError(Closed.class).verify(Peers.SOON);
        StepVerifier.create(client.watch()).expectError(Closed.class).verify(Peers.SOON);
        StepVerifier.create(client.close()).expectComplete().verify(Peers.SOON);
    }

    @Test
    void tooMuchAtATimeIsOverload() {
        gateway.submitting((ticket, command) -> Mono.never());
        RaftClient<String, String, String> client =
                connect(describe(peers.start("n1", gateway)).pending(2, 1_000));
        client.submit("1").subscribe(result -> {}, failure -> {});
        client.submit("2").subscribe(result -> {}, failure -> {});

        StepVerifier.create(client.submit("3")).expectError(Overloaded.class).verify(Peers.SOON);
        StepVerifier.create(client.read("4")).expectError(Overloaded.class).verify(Peers.SOON);
    }

    @Test
    void readsThatAreAnsweredMakeRoomForOthers() {
        RaftClient<String, String, String> client =
                connect(describe(peers.start("n1", gateway)).pending(2, 1_000));

        StepVerifier.create(Flux.range(0, 10).concatMap(i -> client.read("a")))
                .expectNextCount(10)
                .expectComplete()
                .verify(Peers.SOON);
    }

    @Test
    void anotherClusterIsNotServed() {
        RSocketRaftTransport server = peers.start("n1", gateway);
        RaftClient<String, String, String> client =
                connect(RSocketRaftClient.of(TextClients.TEXT, "bills").seeds(server.address()));

        StepVerifier.create(client.submit("a")).expectError(Rejected.class).verify(Peers.SOON);
        StepVerifier.create(client.read("a")).expectError(Rejected.class).verify(Peers.SOON);
    }

    @Test
    void nodeWithoutADoorForClientsSaysSo() {
        RaftClient<String, String, String> client =
                connect(describe(peers.start("n1", Peers::echo)).patience(Duration.ZERO));

        StepVerifier.create(client.submit("a")).expectError(Unavailable.class).verify(Peers.SOON);
    }

    @Test
    void clientNeedsSomebodyToBeginWith() {
        Mono<RaftClient<String, String, String>> nowhere =
                RSocketRaftClient.of(TextClients.TEXT, "orders").connect();

        assertThatThrownBy(nowhere::block).hasMessageContaining("seeds");
    }

    private void answering(RaftException... failures) {
        Deque<RaftException> script = new ConcurrentLinkedDeque<>(List.of(failures));
        gateway.submitting((ticket, command) -> {
            RaftException next = script.poll();
            return next == null ? Mono.just(command) : Mono.error(next);
        });
    }

    private static RSocketRaftClient<String, String, String> describe(RSocketRaftTransport... members) {
        return TextClients.describe(members);
    }

    private RaftClient<String, String, String> connect(RSocketRaftTransport... members) {
        return connect(describe(members));
    }

    private RaftClient<String, String, String> connect(RSocketRaftClient<String, String, String> description) {
        return clients.connect(description);
    }

    private static String text(Bytes bytes) {
        return Codec.utf8().decode(bytes.buffer());
    }

    private static Bytes bytes(String text) {
        return Bytes.of(Codec.utf8().encode(text));
    }
}

package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.Forward;
import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Forwarded;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.api.spi.RequestHandler;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;
import reactor.netty.FutureMono;
import reactor.test.StepVerifier;

final class RSocketPeerTest {

    private static final NodeId N1 = NodeId.of("n1");

    private final Peers peers = new Peers();
    private final Quiet quiet = Quiet.about(
            "io.netty.handler.ssl",
            PeerLink.class.getName(),
            RefusalLog.class.getName(),
            InboundRequests.class.getName());

    @AfterEach
    void stop() {
        peers.close();
        quiet.close();
    }

    @Test
    void callIsLazyAndSendsAnewForEachSubscription() {
        AtomicInteger handled = new AtomicInteger();
        RSocketRaftTransport server = peers.start("n1", (from, request) -> {
            handled.incrementAndGet();
            return Peers.echo(from, request);
        });
        Mono<PeerReply> call = peers.startCaller("n2", "n1", server).peer(N1).call(new GetStatus());
        assertThat(handled).hasValue(0);

        call.block(Peers.SOON);
        call.block(Peers.SOON);

        assertThat(handled).hasValue(2);
    }

    @Test
    void concurrentCallsShareOneConnectionAndGetTheirOwnAnswers() {
        List<Channel> accepted = new CopyOnWriteArrayList<>();
        RSocketRaftTransport server = peers.start(
                RSocketRaftTransport.listening("127.0.0.1:0")
                        .server(tcp -> tcp.doOnConnection(c -> accepted.add(c.channel()))),
                Peers.node("n1"),
                Peers::echo);
        RaftPeer peer = peers.startCaller("n2", "n1", server).peer(N1);

        List<Long> answers = Flux.range(1, 1_000)
                .flatMap(i -> peer.call(heartbeat(i)), 1_000)
                .map(reply -> ((Appended) reply.response()).matchIndex())
                .collectSortedList()
                .block(Peers.SOON);

        assertThat(answers)
                .isEqualTo(Flux.range(1, 1_000).map(Long::valueOf).collectList().block());
        assertThat(accepted).hasSize(1);
    }

    @Test
    void nodeIsToldWhenTheConnectionOfAMemberThatAskedEnds() {
        Sinks.One<Sender> gone = Sinks.one();
        RSocketRaftTransport server = peers.start("n1", new RequestHandler() {
            @Override
            public Mono<RaftResponse> handle(Sender from, RaftRequest request) {
                return Peers.echo(from, request);
            }

            @Override
            public void gone(Sender from) {
                gone.tryEmitValue(from);
            }
        });
        RSocketRaftTransport caller = peers.startCaller("n2", "n1", server);
        Peers.call(caller, "n1", new GetStatus());

        caller.stop().block(Peers.SOON);

        assertThat(gone.asMono().block(Peers.SOON)).isEqualTo(Peers.node("n2").self());
    }

    private static AppendEntries heartbeat(long previousIndex) {
        return new AppendEntries(3, NodeId.of("n2"), new EntryId(3, previousIndex), 0, EntryBatch.empty());
    }

    @Test
    void largestEntryAndLargestBatchArrive() {
        RSocketRaftTransport server = peers.start("n1", Peers::echo);
        RaftPeer peer = peers.startCaller("n2", "n1", server).peer(N1);

        for (AppendEntries append : List.of(append(1, Peers.ENTRY_BYTES), append(4, 4_046))) {
            assertThat(peer.call(append).map(PeerReply::response).block(Peers.SOON))
                    .isEqualTo(new Appended(1, 0));
        }
    }

    private static AppendEntries append(int count, int payloadBytes) {
        Proposal proposal = Proposal.command(Bytes.of(new byte[payloadBytes]));
        EntryBatch batch = EntryBatch.encode(1, 1, 0, Collections.nCopies(count, proposal));
        return new AppendEntries(1, NodeId.of("n2"), EntryId.NONE, 0, batch);
    }

    @Test
    void requestTooLargeNeverLeaves() {
        AtomicInteger handled = new AtomicInteger();
        RSocketRaftTransport server = peers.start("n1", (from, request) -> {
            handled.incrementAndGet();
            return Peers.echo(from, request);
        });
        RaftPeer peer = peers.startCaller("n2", "n1", server).peer(N1);

        for (RaftRequest request : List.of(
                append(1, Peers.ENTRY_BYTES + 1),
                append(5, Peers.ENTRY_BYTES),
                new Forward(Forward.Kind.SUBMIT, Bytes.of(new byte[Peers.ENTRY_BYTES + 1])))) {
            StepVerifier.create(peer.call(request))
                    .expectErrorSatisfies(error -> isPeerException(error, false, "at most"))
                    .verify(Peers.SOON);
        }
        assertThat(handled).hasValue(0);
    }

    @Test
    void batchTooLargeForTheReceiverIsRefusedThere() {
        RSocketRaftTransport server = peers.start("n1", Peers::echo);
        LocalNode generous =
                new LocalNode("orders", "main", Peers.node("n2").self(), Peers.ENTRY_BYTES, Peers.BATCH_BYTES + 1_000);
        RSocketRaftTransport client = peers.start(caller("n1", server), generous, Peers::echo);

        PeerReply reply = Peers.call(client, "n1", append(4, Peers.ENTRY_BYTES));

        assertThat(reply.response()).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Refused.Reason.MALFORMED);
            assertThat(refused.message()).contains("at most 16384");
        });
    }

    private static RSocketRaftTransport caller(String target, RSocketRaftTransport server) {
        return RSocketRaftTransport.listening("127.0.0.1:0").peer(target, server.address());
    }

    @Test
    void resultTooLargeToSendIsReplacedByWhatThatMeans() {
        Bytes result = Bytes.of(new byte[Peers.ENTRY_BYTES + 1]);
        RSocketRaftTransport server = peers.start(
                "n1", (from, request) -> Mono.just(new Forwarded(Forwarded.Outcome.DONE, result, "", null)));
        RSocketRaftTransport client = peers.startCaller("n2", "n1", server);

        assertThat(forward(client, Forward.Kind.SUBMIT).outcome()).isEqualTo(Forwarded.Outcome.RESULT_LOST);
        assertThat(forward(client, Forward.Kind.READ).outcome()).isEqualTo(Forwarded.Outcome.REJECTED);
    }

    private static Forwarded forward(RSocketRaftTransport client, Forward.Kind kind) {
        return (Forwarded)
                Peers.call(client, "n1", new Forward(kind, Bytes.empty())).response();
    }

    @Test
    void handlerThatFailsOrIsEmptyIsAnsweredAsSuch() {
        for (Mono<RaftResponse> failure :
                List.<Mono<RaftResponse>>of(Mono.error(new IllegalArgumentException("deliberate")), Mono.empty())) {
            RSocketRaftTransport server = peers.start("n1", (from, request) -> failure);
            RSocketRaftTransport client = peers.startCaller("n2", "n1", server);

            assertThat(forward(client, Forward.Kind.SUBMIT).outcome()).isEqualTo(Forwarded.Outcome.UNKNOWN);
            assertThat(Peers.call(client, "n1", new GetStatus()).response())
                    .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.reason())
                            .isEqualTo(Refused.Reason.NOT_RUNNING));
        }
    }

    @Test
    void requestForAnotherNodeIsRefusedByTheOneThatGotIt() {
        RSocketRaftTransport server = peers.start("n3", Peers::echo);
        RSocketRaftTransport client = peers.startCaller("n2", "n1", server);

        PeerReply reply = Peers.call(client, "n1", new GetStatus());

        assertThat(reply.from().node()).isEqualTo(NodeId.of("n3"));
        assertThat(reply.response())
                .isEqualTo(new Refused(
                        Refused.Reason.TARGET,
                        "This is node 'n3', the request is for 'n1': check the addresses of peers"));
    }

    @Test
    void answerOfAnotherNodeIsNone() {
        try (RawRSocketServer impostor =
                new RawRSocketServer(Frames.bytes(Peers.node("n3").self(), new PreVoteReply(1, true)))) {
            RaftPeer peer = peers.start(
                            RSocketRaftTransport.listening("127.0.0.1:0").peer("n1", impostor.address()),
                            Peers.node("n2"),
                            Peers::echo)
                    .peer(N1);

            StepVerifier.create(peer.call(new GetStatus()))
                    .expectErrorSatisfies(error -> isPeerException(error, true, "n3 answered"))
                    .verify(Peers.SOON);
        }
    }

    @Test
    void unreadableAnswerIsNone() {
        try (RawRSocketServer broken = new RawRSocketServer(new byte[] {1, 2, 3})) {
            RaftPeer peer = peers.start(
                            RSocketRaftTransport.listening("127.0.0.1:0").peer("n1", broken.address()),
                            Peers.node("n2"),
                            Peers::echo)
                    .peer(N1);

            StepVerifier.create(peer.call(new GetStatus()))
                    .expectErrorSatisfies(error -> isPeerException(error, true, "unreadable"))
                    .verify(Peers.SOON);
        }
    }

    @Test
    void damagedAnswerIsNone() {
        byte[] answer = Frames.bytes(Peers.node("n1").self(), new PreVoteReply(1, false));
        answer[answer.length - 1] ^= 1;
        try (RawRSocketServer damaged = new RawRSocketServer(answer)) {
            RaftPeer peer = peers.start(
                            RSocketRaftTransport.listening("127.0.0.1:0").peer("n1", damaged.address()),
                            Peers.node("n2"),
                            Peers::echo)
                    .peer(N1);

            StepVerifier.create(peer.call(new GetStatus()))
                    .expectErrorSatisfies(error -> isPeerException(error, true, "checksum does not match"))
                    .verify(Peers.SOON);
        }
    }

    @Test
    void unreachablePeerFailsAtOnceUntilItsTimeIsOver() {
        RSocketRaftTransport client = peers.start(
                RSocketRaftTransport.listening("127.0.0.1:0")
                        .peer("n1", Peers.freeAddress())
                        .reconnectBackoff(Duration.ofSeconds(60), Duration.ofSeconds(60)),
                Peers.node("n2"),
                Peers::echo);

        for (int i = 0; i < 100; i++) {
            StepVerifier.create(client.peer(N1).call(new GetStatus()))
                    .expectErrorSatisfies(error -> isPeerException(error, false, "cannot be reached"))
                    .verify(Peers.SOON);
        }
    }

    @Test
    void peerThatAcceptsButSaysNothingInTlsTimesOut() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            RSocketRaftTransport client = peers.start(
                    RSocketRaftTransport.listening("127.0.0.1:0")
                            .peer("n1", "127.0.0.1:" + mute.getLocalPort())
                            .client(tcp -> tcp.secure())
                            .connectTimeout(Duration.ofMillis(200)),
                    Peers.node("n2"),
                    Peers::echo);

            Flux<Signal<PeerReply>> waiting = Flux.range(0, 20)
                    .flatMap(i -> client.peer(N1).call(new GetStatus()).materialize());

            StepVerifier.create(waiting.map(Signal::getType))
                    .expectNextSequence(Collections.nCopies(20, SignalType.ON_ERROR))
                    .expectComplete()
                    .verify(Peers.SOON);
        }
    }

    @RepeatedTest(5)
    void cutConnectionEndsEveryCallInFlight() {
        List<Channel> connections = new CopyOnWriteArrayList<>();
        Sinks.Empty<Void> halfAnswered = Sinks.empty();
        AtomicInteger handled = new AtomicInteger();
        RSocketRaftTransport server = peers.start("n1", (from, request) -> {
            int count = handled.incrementAndGet();
            if (count == 500) {
                halfAnswered.tryEmitEmpty().orThrow();
            }
            // What comes after the cut, over the next connection, is answered.
            return count <= 500 && count % 2 == 0 ? Mono.never() : Peers.echo(from, request);
        });
        RaftPeer peer = peers.start(
                        caller("n1", server)
                                .client(tcp ->
                                        tcp.doOnChannelInit((observer, channel, remote) -> connections.add(channel))),
                        Peers.node("n2"),
                        Peers::echo)
                .peer(N1);
        Mono<Void> cut = halfAnswered
                .asMono()
                .then(FutureMono.deferFuture(() -> connections.get(0).close()));
        cut.subscribe();

        List<SignalType> ends = Flux.range(0, 1_000)
                .flatMap(i -> peer.call(append(3, 4_096)).materialize(), 1_000)
                .map(Signal::getType)
                .collectList()
                .block(Peers.SOON);

        assertThat(ends).hasSize(1_000).contains(SignalType.ON_ERROR);
        assertThat(Peers.callUntilAnswered(peer).from().node()).isEqualTo(N1);
    }

    @Test
    void cancelledCallsLeaveTheConnectionInUse() {
        Sinks.Many<SignalType> cancelled = Sinks.many().unicast().onBackpressureBuffer();
        RSocketRaftTransport server = peers.start(
                "n1",
                (from, request) -> request instanceof GetStatus
                        ? Mono.<RaftResponse>never()
                                .doFinally(end -> cancelled.tryEmitNext(end).orThrow())
                        : Peers.echo(from, request));
        RaftPeer peer = peers.startCaller("n2", "n1", server).peer(N1);

        for (int i = 0; i < 100; i++) {
            var call = peer.call(new GetStatus()).subscribe();
            assertThat(peer.call(heartbeat(i + 1)).block(Peers.SOON)).isNotNull();
            call.dispose();
        }

        StepVerifier.create(cancelled.asFlux().take(100))
                .expectNextSequence(Collections.nCopies(100, SignalType.CANCEL))
                .expectComplete()
                .verify(Peers.SOON);
    }

    @Test
    void answersRacingCancellationsLoseNoBuffer() {
        RSocketRaftTransport server = peers.start("n1", Peers::echo);
        RaftPeer peer = peers.startCaller("n2", "n1", server).peer(N1);

        Flux.range(1, 1_000)
                .flatMap(i -> Flux.firstWithSignal(peer.call(heartbeat(i)), peer.call(heartbeat(i))), 64)
                .then()
                .block(Peers.SOON);

        assertThat(Peers.callUntilAnswered(peer).from().node()).isEqualTo(N1);
    }

    private static void isPeerException(Throwable error, boolean maybeDelivered, String message) {
        assertThat(error)
                .isInstanceOfSatisfying(PeerException.class, e -> assertThat(e.isMaybeDelivered())
                        .isEqualTo(maybeDelivered))
                .hasMessageContaining(message);
    }
}

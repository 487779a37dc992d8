package io.github.reactiveraft.transport.rsocket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;

final class RSocketRaftTransportTest {

    private final Peers peers = new Peers();
    private final Quiet quiet = Quiet.about(PeerLink.class);

    @AfterEach
    void stop() {
        peers.close();
        quiet.close();
    }

    @Test
    void requestIsAnswered() {
        RSocketRaftTransport server = peers.start("n1", Peers::echo);
        RSocketRaftTransport client = peers.startCaller("n2", "n1", server);

        PeerReply reply = Peers.call(client, "n1", new GetStatus());

        assertThat(reply.response()).isEqualTo(new PreVoteReply(7, true));
        assertThat(reply.from()).isEqualTo(Peers.node("n1").self());
    }

    @Test
    void peersMayBeGivenByName() {
        RSocketRaftTransport server = peers.start("n1", Peers::echo);
        String byName = server.address().replace("127.0.0.1", "localhost");
        RSocketRaftTransport client = peers.start(
                RSocketRaftTransport.listening("127.0.0.1:0").peer("n1", byName), Peers.node("n2"), Peers::echo);

        assertThat(Peers.callUntilAnswered(client, "n1").from().node()).isEqualTo(NodeId.of("n1"));
    }

    @Test
    void membersStartedInAnyOrderReachEachOther() {
        Map<NodeId, String> addresses = Map.of(
                NodeId.of("n1"), Peers.freeAddress(),
                NodeId.of("n2"), Peers.freeAddress(),
                NodeId.of("n3"), Peers.freeAddress());

        RSocketRaftTransport n3 = member("n3", addresses);
        assertThatThrownBy(() -> Peers.call(n3, "n1", new GetStatus())).isInstanceOf(PeerException.class);
        RSocketRaftTransport n1 = member("n1", addresses);
        RSocketRaftTransport n2 = member("n2", addresses);

        for (RSocketRaftTransport from : List.of(n1, n2, n3)) {
            for (String target : List.of("n1", "n2", "n3")) {
                assertThat(Peers.callUntilAnswered(from, target).from().node()).isEqualTo(NodeId.of(target));
            }
        }
    }

    private RSocketRaftTransport member(String id, Map<NodeId, String> addresses) {
        RSocketRaftTransport transport = RSocketRaftTransport.listening(requireNonNull(addresses.get(NodeId.of(id))));
        return peers.start(transport.peers(addresses), Peers.node(id), Peers::echo);
    }

    @Test
    void busyPortFailsNamingTheAddressAndLeavesNothingOpen() throws InterruptedException {
        RSocketRaftTransport first = peers.start("n1", Peers::echo);
        RSocketRaftTransport second = RSocketRaftTransport.listening(first.address());

        StepVerifier.create(second.start(Peers.node("busy"), Peers::echo))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(RaftException.Fatal.class)
                        .hasMessageStartingWith("Cannot listen on " + first.address())
                        .hasMessageContaining("in use")
                        .message()
                        .doesNotContain("\n"))
                .verify(Peers.SOON);

        threadsEnd("busy");
    }

    @Test
    void addressOfAnotherMachineFailsWithTheAddress() {
        RSocketRaftTransport transport = RSocketRaftTransport.listening("203.0.113.7:7001");

        StepVerifier.create(transport.start(Peers.node("n1"), Peers::echo))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(RaftException.Fatal.class)
                        .hasMessageStartingWith("Cannot listen on 203.0.113.7:7001: "))
                .verify(Peers.SOON);
    }

    @Test
    void addressShowsThePortThatWasTaken() {
        RSocketRaftTransport transport = RSocketRaftTransport.listening("127.0.0.1:0");
        assertThat(transport.address()).isEqualTo("127.0.0.1:0");

        peers.start(transport, Peers.node("n1"), Peers::echo);

        assertThat(transport.address()).startsWith("127.0.0.1:").doesNotEndWith(":0");
    }

    @Test
    void threadsCarryTheNodesNameAndEndWithStop() throws InterruptedException {
        RSocketRaftTransport server = peers.start("named", Peers::echo);
        Peers.call(peers.startCaller("caller", "named", server), "named", new GetStatus());
        assertThat(threadsOf("named")).hasSize(1);

        server.stop().block(Peers.SOON);

        threadsEnd("named");
    }

    @Test
    void nodeMayLiveOnTheThreadThatRequestsComeInOn() {
        RSocketRaftTransport server = RSocketRaftTransport.listening("127.0.0.1:0");
        Scheduler lane = server.lane(NodeId.of("lived"));
        assertThat(server.lane(NodeId.of("lived"))).isSameAs(lane);
        AtomicReference<Thread> heard = new AtomicReference<>();
        peers.start(server, Peers.node("lived"), (from, request) -> {
            heard.set(Thread.currentThread());
            return Peers.echo(from, request);
        });

        Peers.call(peers.startCaller("caller", "lived", server), "lived", new GetStatus());

        assertThat(Mono.fromCallable(Thread::currentThread)
                        .subscribeOn(Objects.requireNonNull(lane))
                        .block(Peers.SOON))
                .isSameAs(heard.get());
        assertThatThrownBy(() -> server.lane(NodeId.of("lived")))
                .as("a second node must not end the first one's")
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ofSeveralThreadsNoneIsTheOneToLiveOn() {
        RSocketRaftTransport transport =
                RSocketRaftTransport.listening("127.0.0.1:0").workers(2);

        assertThat(transport.lane(NodeId.of("n1"))).isNull();
    }

    @Test
    void threadThatANodeWasPromisedEndsThoughNothingWasStarted() throws InterruptedException {
        RSocketRaftTransport transport = RSocketRaftTransport.listening("127.0.0.1:0");
        Scheduler lane = Objects.requireNonNull(transport.lane(NodeId.of("never")));
        lane.schedule(() -> {});

        transport.stop().block(Peers.SOON);

        threadsEnd("never");
        assertThatThrownBy(() -> lane.schedule(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    private static List<Thread> threadsOf(String node) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("raft-rsocket-" + node + "-"))
                .toList();
    }

    /** A thread may need a moment to end after it has said that it will. */
    private static void threadsEnd(String node) throws InterruptedException {
        for (Thread thread : threadsOf(node)) {
            thread.join(Peers.SOON.toMillis());
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void stopMayComeBeforeStartAndTwice() {
        RSocketRaftTransport transport = RSocketRaftTransport.listening("127.0.0.1:0");

        StepVerifier.create(transport.stop().then(transport.stop())).verifyComplete();

        StepVerifier.create(transport.start(Peers.node("n1"), Peers::echo))
                .expectError(IllegalStateException.class)
                .verify(Peers.SOON);
    }

    @Test
    void secondStartFails() {
        RSocketRaftTransport transport = peers.start("n1", Peers::echo);

        StepVerifier.create(transport.start(Peers.node("n1"), Peers::echo))
                .expectErrorSatisfies(error -> assertThat(error).hasMessageContaining("make a new one"))
                .verify(Peers.SOON);
    }

    @Test
    void stopDuringStartEndsBoth() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            RSocketRaftTransport transport = RSocketRaftTransport.listening("127.0.0.1:0");
            Mono<Void> start = transport
                    .start(Peers.node("early"), Peers::echo)
                    .onErrorComplete(RaftException.Closed.class)
                    .cache();
            start.subscribe();

            transport.stop().block(Peers.SOON);

            start.block(Peers.SOON);
            threadsEnd("early");
        }
    }

    @Test
    void stoppedPortIsFreeAtOnce() {
        RSocketRaftTransport first = peers.start("n1", Peers::echo);
        String address = first.address();
        RSocketRaftTransport client = peers.startCaller("n2", "n1", first);
        for (int i = 0; i < 5; i++) {
            Peers.callUntilAnswered(client, "n1");
            first.stop().block(Peers.SOON);

            first = peers.start(RSocketRaftTransport.listening(address), Peers.node("n1"), Peers::echo);
        }

        assertThat(Peers.callUntilAnswered(client, "n1").from().node()).isEqualTo(NodeId.of("n1"));
    }

    @Test
    void stopClosesConnections() throws IOException {
        RSocketRaftTransport server = peers.start("n1", Peers::echo);
        Endpoint endpoint = Endpoint.toReach(server.address());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()));
            socket.setSoTimeout((int) Peers.SOON.toMillis());
            InputStream in = socket.getInputStream();

            server.stop().block(Peers.SOON);

            assertThat(isAtItsEnd(in)).isTrue();
        }
    }

    /** The kernel resets a connection that it had taken and the server had not, when nobody listens any more. */
    private static boolean isAtItsEnd(InputStream in) throws IOException {
        try {
            return in.read() == -1;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void stopFailsPendingCallsOnBothSides() {
        Semaphore arrived = new Semaphore(0);
        RSocketRaftTransport silent = peers.start("n1", (from, request) -> {
            arrived.release();
            return Mono.never();
        });
        RSocketRaftTransport client = peers.startCaller("n2", "n1", silent);
        RSocketRaftTransport other = peers.startCaller("n3", "n1", silent);

        StepVerifier.create(client.peer(NodeId.of("n1")).call(new GetStatus()))
                .then(() -> awaitOne(arrived))
                .then(() -> client.stop().block(Peers.SOON))
                .expectErrorSatisfies(RSocketRaftTransportTest::isMaybeDelivered)
                .verify(Peers.SOON);
        StepVerifier.create(other.peer(NodeId.of("n1")).call(new GetStatus()))
                .then(() -> awaitOne(arrived))
                .then(() -> silent.stop().block(Peers.SOON))
                .expectErrorSatisfies(RSocketRaftTransportTest::isMaybeDelivered)
                .verify(Peers.SOON);
        StepVerifier.create(client.peer(NodeId.of("n1")).call(new GetStatus()))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(PeerException.class, e -> assertThat(e.isMaybeDelivered())
                                .isFalse())
                        .hasMessageContaining("stopped"))
                .verify(Peers.SOON);
    }

    /** A call that was not sent yet ends otherwise, and rightly so. */
    private static void awaitOne(Semaphore arrived) {
        try {
            assertThat(arrived.tryAcquire(Peers.SOON.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void isMaybeDelivered(Throwable error) {
        assertThat(error).isInstanceOfSatisfying(PeerException.class, e -> assertThat(e.isMaybeDelivered())
                .isTrue());
    }

    @Test
    void peersAreTheSameForTheSameId() {
        RSocketRaftTransport transport =
                RSocketRaftTransport.listening("127.0.0.1:0").peer("n2", "[::1]:7001");
        assertThatThrownBy(() -> transport.peer(NodeId.of("n2"))).isInstanceOf(IllegalStateException.class);
        peers.start(transport, Peers.node("n1"), Peers::echo);

        assertThat(transport.peer(NodeId.of("n2"))).isSameAs(transport.peer(NodeId.of("n2")));
        assertThat(transport.peer(NodeId.of("n2")).address()).isEqualTo("[::1]:7001");
        assertThatThrownBy(() -> transport.peer(NodeId.of("n9")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("n9")
                .hasMessageContaining("[n2]");
    }

    @Test
    void settingSomethingLeavesTheOriginalAsItWas() {
        RSocketRaftTransport original = RSocketRaftTransport.listening("127.0.0.1:0");
        original.peer("n2", "127.0.0.1:7001").workers(2);
        peers.start(original, Peers.node("n1"), Peers::echo);

        assertThatThrownBy(() -> original.peer(NodeId.of("n2"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        RSocketRaftTransport transport = RSocketRaftTransport.listening("127.0.0.1:0");

        assertThatThrownBy(() -> transport.workers(0)).hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> transport.connectTimeout(Duration.ZERO)).hasMessageContaining("10 ms to 60 s");
        assertThatThrownBy(() -> transport.peer("n 2", "127.0.0.1:1")).isInstanceOf(IllegalArgumentException.class);
    }
}

package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotPiece;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotWanted;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Snapshots over a real connection, and what is too long for it. */
final class SnapshotTransferTest {

    private static final NodeId N1 = NodeId.of("n1");
    private static final EntryId LAST = new EntryId(4, 17);

    private final Peers peers = new Peers();
    private final Quiet quiet =
            Quiet.about(PeerLink.class.getName(), RefusalLog.class.getName(), InboundRequests.class.getName());

    @AfterEach
    void stop() {
        peers.close();
        quiet.close();
    }

    @Test
    void imageArrivesInPiecesOfTheLargestSize() {
        byte[] image = new byte[10 * Peers.BATCH_BYTES + 1];
        new SplittableRandom(1).nextBytes(image);
        RSocketRaftTransport server = peers.start("n1", (from, request) -> piece(image, (FetchSnapshot) request));
        RaftPeer peer = peers.startCaller("n2", "n1", server).peer(N1);

        Flux<SnapshotPiece> pieces = Flux.range(0, 12)
                .concatMap(i -> peer.call(new FetchSnapshot(LAST, (long) i * Peers.BATCH_BYTES, Peers.BATCH_BYTES)))
                .map(reply -> (SnapshotPiece) reply.response())
                .takeUntil(piece -> piece.bytes().length() < Peers.BATCH_BYTES);
        byte[] received = new byte[image.length];
        pieces.doOnNext(piece -> piece.bytes().copyTo(received, (int) piece.offset()))
                .blockLast(Peers.SOON);

        assertThat(received).isEqualTo(image);
    }

    private static Mono<RaftResponse> piece(byte[] image, FetchSnapshot fetch) {
        int offset = (int) fetch.offset();
        byte[] bytes = new byte[Math.min(fetch.maxBytes(), image.length - offset)];
        System.arraycopy(image, offset, bytes, 0, bytes.length);
        return Mono.just(new SnapshotPiece(fetch.lastIncluded(), offset, Bytes.of(bytes)));
    }

    @Test
    void largestAnnouncementArrivesWhateverTheOtherLimitsAre() {
        String longest = "x".repeat(Wire.NAME_BYTES);
        InstallSnapshot announced = SnapshotFramesTest.announced(SnapshotCodec.MAX_VOTER_COUNT, 64);
        RSocketRaftTransport server = peers.start(
                RSocketRaftTransport.listening("127.0.0.1:0"),
                new LocalNode(longest, longest, Peers.node("n1").self(), 1, 1),
                (from, request) -> Mono.just(
                        request.equals(announced) ? new SnapshotWanted(5) : new Refused(Refused.Reason.GONE, "")));
        RSocketRaftTransport client = peers.start(
                caller(server),
                new LocalNode(longest, longest, new Sender(NodeId.of("n".repeat(64)), Incarnation.of(2)), 1, 1),
                Peers::echo);

        PeerReply reply = Peers.call(client, "n1", announced);

        assertThat(reply.response()).isEqualTo(new SnapshotWanted(5));
    }

    private static RSocketRaftTransport caller(RSocketRaftTransport server) {
        return RSocketRaftTransport.listening("127.0.0.1:0").peer("n1", server.address());
    }

    @Test
    void whatIsBeyondTheOwnLimitsNeverLeaves() {
        AtomicInteger handled = new AtomicInteger();
        RSocketRaftTransport server = peers.start("n1", (from, request) -> {
            handled.incrementAndGet();
            return Peers.echo(from, request);
        });
        RaftPeer peer = peers.startCaller("n2", "n1", server).peer(N1);

        for (RaftRequest request : List.of(
                new FetchSnapshot(LAST, 0, Peers.BATCH_BYTES + 1),
                new FetchSnapshot(LAST, 0, Integer.MAX_VALUE),
                SnapshotFramesTest.announced(SnapshotCodec.MAX_VOTER_COUNT + 1, 2))) {
            StepVerifier.create(peer.call(request))
                    .expectErrorSatisfies(error -> isPeerException(error, false, "at most"))
                    .verify(Peers.SOON);
        }
        assertThat(handled).hasValue(0);
    }

    @Test
    void memberThatTakesMoreAtATimeGetsWhatTheOtherSends() {
        List<RaftRequest> asked = new CopyOnWriteArrayList<>();
        SnapshotPiece shorter = new SnapshotPiece(LAST, 0, Bytes.of(new byte[Peers.BATCH_BYTES]));
        RSocketRaftTransport server = peers.start("n1", (from, request) -> {
            asked.add(request);
            return Mono.just(shorter);
        });
        LocalNode generous =
                new LocalNode("orders", "main", Peers.node("n2").self(), Peers.ENTRY_BYTES, 2 * Peers.BATCH_BYTES);
        RSocketRaftTransport client = peers.start(caller(server), generous, Peers::echo);
        FetchSnapshot fetch = new FetchSnapshot(LAST, 0, 2 * Peers.BATCH_BYTES);

        PeerReply reply = Peers.call(client, "n1", fetch);

        assertThat(asked).containsExactly(fetch);
        assertThat(reply.response()).isEqualTo(shorter);
    }

    @Test
    void pieceBeyondTheOwnLimitsIsNotSentEvenIfAskedFor() {
        SnapshotPiece longer = new SnapshotPiece(LAST, 0, Bytes.of(new byte[Peers.BATCH_BYTES + 1]));
        RSocketRaftTransport server = peers.start("n1", (from, request) -> Mono.just(longer));
        LocalNode generous =
                new LocalNode("orders", "main", Peers.node("n2").self(), Peers.ENTRY_BYTES, 2 * Peers.BATCH_BYTES);
        RSocketRaftTransport client = peers.start(caller(server), generous, Peers::echo);

        PeerReply reply = Peers.call(client, "n1", new FetchSnapshot(LAST, 0, 2 * Peers.BATCH_BYTES));

        assertThat(reply.response()).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.message())
                .contains("16385 bytes, at most 16384"));
    }

    @Test
    void pieceLongerThanWasAskedForIsNotSent() {
        RSocketRaftTransport server =
                peers.start("n1", (from, request) -> Mono.just(new SnapshotPiece(LAST, 0, Bytes.of(new byte[101]))));
        RSocketRaftTransport client = peers.startCaller("n2", "n1", server);

        assertThat(Peers.call(client, "n1", new FetchSnapshot(LAST, 0, 101)).response())
                .isInstanceOf(SnapshotPiece.class);
        assertThat(Peers.call(client, "n1", new FetchSnapshot(LAST, 0, 100)).response())
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Refused.Reason.NOT_RUNNING);
                    assertThat(refused.message()).contains("101 bytes, at most 100");
                });
    }

    @Test
    void pieceTooLargeForTheAskingSideIsNone() {
        SnapshotPiece piece = new SnapshotPiece(LAST, 0, Bytes.of(new byte[Peers.BATCH_BYTES + 1]));
        try (RawRSocketServer generous =
                new RawRSocketServer(Frames.bytes(Peers.node("n1").self(), piece))) {
            RaftPeer peer = peers.start(
                            RSocketRaftTransport.listening("127.0.0.1:0").peer("n1", generous.address()),
                            Peers.node("n2"),
                            Peers::echo)
                    .peer(N1);

            StepVerifier.create(peer.call(new FetchSnapshot(LAST, 0, Peers.BATCH_BYTES)))
                    .expectErrorSatisfies(error -> isPeerException(error, true, "piece of 16385 bytes, at most 16384"))
                    .verify(Peers.SOON);
        }
    }

    @Test
    void snapshotThatIsGoneIsAnAnswer() {
        Refused gone = new Refused(Refused.Reason.GONE, "There is a newer one");
        RSocketRaftTransport server = peers.start("n1", (from, request) -> Mono.just(gone));
        RSocketRaftTransport client = peers.startCaller("n2", "n1", server);

        assertThat(Peers.call(client, "n1", new FetchSnapshot(LAST, 0, 1)).response())
                .isEqualTo(gone);
    }

    private static void isPeerException(Throwable error, boolean maybeDelivered, String message) {
        assertThat(error)
                .isInstanceOfSatisfying(PeerException.class, e -> assertThat(e.isMaybeDelivered())
                        .isEqualTo(maybeDelivered))
                .hasMessageContaining(message);
    }
}

package io.github.reactiveraft.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.Forward;
import io.github.reactiveraft.api.model.RaftRequest.GetDigest;
import io.github.reactiveraft.api.model.RaftRequest.GetEntries;
import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftRequest.TimeoutNow;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Digest;
import io.github.reactiveraft.api.model.RaftResponse.Entries;
import io.github.reactiveraft.api.model.RaftResponse.Forwarded;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotPiece;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotWanted;
import io.github.reactiveraft.api.model.RaftResponse.Standing;
import io.github.reactiveraft.api.model.RaftResponse.Status;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.model.Ticket;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.api.spi.RaftTransport;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/**
 * What becomes of messages: they arrive as they were sent, at whom they were meant for, and nobody else gets them.
 */
interface TransportMessagesContract extends TransportUnderTest {

    /** Entries of one term from index 1 on. */
    private static EntryBatch entries(int count, int payloadBytes) {
        Proposal proposal = Proposal.command(Bytes.of(new byte[payloadBytes]));
        return EntryBatch.encode(1, 1, 1_000, Collections.nCopies(count, proposal));
    }

    private static AppendEntries heartbeat(long previousIndex) {
        return new AppendEntries(3, NodeId.of("n1"), new EntryId(2, previousIndex), 1, EntryBatch.empty());
    }

    private static SnapshotMeta snapshot(String... voters) {
        Membership membership =
                new Membership(Stream.of(voters).map(NodeId::of).collect(Collectors.toCollection(TreeSet::new)));
        return new SnapshotMeta(new EntryId(2, 9), 1_000, membership);
    }

    private static void isPeerException(Throwable error, boolean isCertainlyNotDelivered) {
        PeerException typed = assertInstanceOf(PeerException.class, error);
        if (isCertainlyNotDelivered) {
            assertFalse(typed.isMaybeDelivered(), () -> "nothing was sent: " + typed);
        }
    }

    private static void isRefused(PeerReply reply, Refused.Reason reason) {
        Refused refused = assertInstanceOf(Refused.class, reply.response());
        assertEquals(reason, refused.reason());
        assertFalse(refused.message().isBlank(), "says what was expected");
    }

    @Test
    default void everyRequestArrivesAsItWasSent() {
        NodeId n1 = NodeId.of("n1");
        List<RaftRequest> requests = List.of(
                new PreVote(5, n1, new EntryId(4, 17)),
                new RequestVote(1, n1, EntryId.NONE),
                new RequestVote(2, n1, new EntryId(1, 1), true),
                new TimeoutNow(3, n1, new EntryId(2, 9)),
                heartbeat(9),
                new AppendEntries(3, n1, EntryId.NONE, 0, entries(3, 100)),
                new AppendEntries(3, n1, new EntryId(1, 1), 0, entries(3, 100).from(2)),
                new Forward(Forward.Kind.SUBMIT, Bytes.of(new byte[] {1, 2, 3})),
                new Forward(Forward.Kind.READ, Bytes.empty()),
                new Forward(Forward.Kind.READ_INDEX, Bytes.empty()),
                new Forward(Forward.Kind.OPEN_SESSION, Bytes.empty()),
                new Forward(Forward.Kind.SUBMIT_ONCE, new Ticket(7, 3, 2), Bytes.of(new byte[] {1, 2, 3})),
                new Forward(
                        Forward.Kind.SUBMIT_ONCE,
                        new Ticket(Long.MAX_VALUE, Ticket.MAX_SEQUENCE, Ticket.MAX_LAG),
                        Bytes.empty()),
                new GetStatus(),
                new InstallSnapshot(3, n1, snapshot("n1", "n2", "n3"), Long.MAX_VALUE),
                new InstallSnapshot(2, n1, snapshot("n1"), 1),
                new FetchSnapshot(new EntryId(2, 9), 0, 1),
                new FetchSnapshot(new EntryId(2, 9), 1L << 40, ContractNodes.BATCH_BYTES),
                new GetDigest(10_000),
                new GetEntries(EntryId.NONE, List.of(new EntryId(1, 1), new EntryId(3, 7)), 1));
        AtomicReference<Map.Entry<Sender, RaftRequest>> received = new AtomicReference<>();
        try (ContractNodes nodes = new ContractNodes(this)) {
            RaftTransport sender = nodes.start("n1", ContractNodes.answering(new Appended(1, 1)));
            nodes.start("n2", (from, request) -> {
                received.set(Map.entry(from, request));
                return Mono.just(new Appended(1, 1));
            });

            for (RaftRequest request : requests) {
                ContractNodes.call(sender, "n2", request);

                assertEquals(Map.entry(ContractNodes.local("n1").self(), request), received.get());
            }
        }
    }

    @Test
    default void everyAnswerArrivesAsItWasGiven() {
        NodeId n3 = NodeId.of("n3");
        List<RaftResponse> responses = List.of(
                new PreVoteReply(5, true),
                new VoteReply(5, false),
                new Standing(5, true),
                new Entries(entries(3, 100)),
                new Entries(EntryBatch.empty()),
                new Appended(5, 19),
                new AppendRejected(6, 12, 3, 10),
                new Forwarded(Forwarded.Outcome.DONE, Bytes.of(new byte[] {4, 2}), "", null),
                new Forwarded(Forwarded.Outcome.NOT_LEADER, Bytes.empty(), "ask n3", n3),
                new Status(Role.LEADER, 5, n3, 19, 18, 17),
                new SnapshotWanted(5),
                new SnapshotPiece(new EntryId(2, 9), 0, Bytes.of(new byte[ContractNodes.BATCH_BYTES])),
                new SnapshotPiece(new EntryId(2, 9), 1L << 40, Bytes.empty()),
                new Digest(10_000, true, -1),
                new Digest(10_000, false, 0),
                new Refused(Refused.Reason.INCARNATION, "lost its disk"),
                new Refused(Refused.Reason.GONE, "there is a newer one"));
        AtomicReference<RaftResponse> answer = new AtomicReference<>(responses.get(0));
        try (ContractNodes nodes = new ContractNodes(this)) {
            RaftTransport sender = nodes.start("n1", ContractNodes.answering(responses.get(0)));
            nodes.start("n2", (from, request) -> Mono.fromSupplier(answer::get));

            for (RaftResponse response : responses) {
                answer.set(response);

                assertEquals(
                        new PeerReply(ContractNodes.local("n2").self(), response),
                        ContractNodes.call(sender, "n2", new GetStatus()));
            }
        }
    }

    @Test
    default void callIsLazyAndEachSubscriptionSendsAnew() {
        AtomicInteger handled = new AtomicInteger();
        try (ContractNodes nodes = new ContractNodes(this)) {
            RaftTransport sender = nodes.start("n1", ContractNodes.answering(new Appended(1, 1)));
            nodes.start("n2", (from, request) -> Mono.just(new Appended(1, handled.incrementAndGet())));
            Mono<PeerReply> call = sender.peer(NodeId.of("n2")).call(new GetStatus());
            assertEquals(0, handled.get());

            StepVerifier.create(call.repeat(2).map(PeerReply::response))
                    .expectNext(new Appended(1, 1), new Appended(1, 2), new Appended(1, 3))
                    .expectComplete()
                    .verify(ContractNodes.SOON);
        }
    }

    @Test
    default void requestsOfOthersAreRefusedAtTheDoor() {
        AtomicInteger handled = new AtomicInteger();
        try (ContractNodes nodes = new ContractNodes(this)) {
            nodes.start("n2", (from, request) -> {
                handled.incrementAndGet();
                return Mono.just(new Appended(1, 1));
            });
            RaftTransport otherCluster = nodes.start(
                    nodes.transport("n1"),
                    ContractNodes.local("billing", "main", "n1", 1),
                    ContractNodes.answering(new Appended(1, 1)));
            RaftTransport otherGroup = nodes.start(
                    nodes.transport("n3"),
                    ContractNodes.local("orders", "other", "n3", 1),
                    ContractNodes.answering(new Appended(1, 1)));

            isRefused(ContractNodes.call(otherCluster, "n2", new GetStatus()), Refused.Reason.CLUSTER);
            isRefused(ContractNodes.call(otherGroup, "n2", new GetStatus()), Refused.Reason.GROUP);
            assertEquals(0, handled.get());
        }
    }

    @Test
    default void requestForTheNodeThatHadTheAddressBeforeIsRefused() {
        AtomicInteger handled = new AtomicInteger();
        try (ContractNodes nodes = new ContractNodes(this)) {
            RaftTransport sender = nodes.start("n1", ContractNodes.answering(new Appended(1, 1)));
            nodes.start(nodes.transport("n2"), ContractNodes.local("n3"), (from, request) -> {
                handled.incrementAndGet();
                return Mono.just(new Appended(1, 1));
            });

            PeerReply reply = ContractNodes.call(sender, "n2", new GetStatus());

            isRefused(reply, Refused.Reason.TARGET);
            assertEquals(NodeId.of("n3"), reply.from().node());
            assertEquals(0, handled.get());
        }
    }

    @Test
    default void requestsWithinTheLimitsArriveAndLargerOnesNeverLeave() {
        AtomicInteger handled = new AtomicInteger();
        try (ContractNodes nodes = new ContractNodes(this)) {
            RaftTransport sender = nodes.start("n1", ContractNodes.answering(new Appended(1, 1)));
            nodes.start("n2", (from, request) -> Mono.just(new Appended(1, handled.incrementAndGet())));
            RaftPeer peer = sender.peer(NodeId.of("n2"));
            int fitting = ContractNodes.BATCH_BYTES / 4 - EntryBatch.ENTRY_OVERHEAD;

            ContractNodes.call(sender, "n2", append(entries(1, ContractNodes.ENTRY_BYTES)));
            ContractNodes.call(sender, "n2", append(entries(4, fitting)));
            ContractNodes.call(sender, "n2", fetch(ContractNodes.BATCH_BYTES));
            assertEquals(3, handled.get());

            for (RaftRequest tooLarge : List.of(
                    append(entries(1, ContractNodes.ENTRY_BYTES + 1)),
                    append(entries(5, fitting)),
                    fetch(ContractNodes.BATCH_BYTES + 1),
                    new Forward(Forward.Kind.SUBMIT, Bytes.of(new byte[ContractNodes.ENTRY_BYTES + 1])))) {
                StepVerifier.create(peer.call(tooLarge))
                        .expectErrorSatisfies(error -> isPeerException(error, true))
                        .verify(ContractNodes.SOON);
            }
            assertEquals(3, handled.get());
        }
    }

    private static AppendEntries append(EntryBatch entries) {
        return new AppendEntries(1, NodeId.of("n1"), EntryId.NONE, 0, entries);
    }

    private static FetchSnapshot fetch(int maxBytes) {
        return new FetchSnapshot(new EntryId(2, 9), 0, maxBytes);
    }

    @Test
    default void manyCallsAtOnceGetTheirOwnAnswers() {
        try (ContractNodes nodes = new ContractNodes(this)) {
            RaftTransport sender = nodes.start("n1", ContractNodes.answering(new Appended(1, 1)));
            nodes.start(
                    "n2",
                    (from, request) -> request instanceof AppendEntries append
                            ? Mono.just(new Appended(
                                    append.term(), append.previous().index()))
                            : Mono.just(new Refused(Refused.Reason.NOT_RUNNING, "unexpected")));
            RaftPeer peer = sender.peer(NodeId.of("n2"));

            StepVerifier.create(Flux.range(1, 1_000)
                            .flatMap(i -> peer.call(heartbeat(i)).map(reply -> isAnswerTo(reply, i)), 1_000)
                            .collectList())
                    .consumeNextWith(answers -> {
                        assertEquals(1_000, answers.size());
                        assertFalse(answers.contains(false), "somebody got another's answer");
                    })
                    .expectComplete()
                    .verify(ContractNodes.SOON);
        }
    }

    private static boolean isAnswerTo(PeerReply reply, long index) {
        return reply.response().equals(new Appended(3, index));
    }
}

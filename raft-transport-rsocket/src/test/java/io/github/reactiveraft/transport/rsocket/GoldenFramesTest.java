package io.github.reactiveraft.transport.rsocket;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.EntryType;
import io.github.reactiveraft.api.model.Incarnation;
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
import io.github.reactiveraft.api.spi.PeerReply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The bytes of version 1 are a promise: {@code frames-v1.txt} may be added to, never changed. */
final class GoldenFramesTest {

    private static final Incarnation OPENED_TWICE =
            new Incarnation(0x1122334455667788L, 0x2_0000_0003L, 0x1_8000_0001L);
    private static final RequestHeader HEADER =
            new RequestHeader("orders", "main", new Sender(NodeId.of("n2"), OPENED_TWICE), NodeId.of("n1"));
    private static final Sender RESPONDER = new Sender(NodeId.of("n1"), Incarnation.of(-2));
    private static final HexFormat HEX = HexFormat.of();

    @TestFactory
    List<DynamicTest> everyMessageHasTheBytesOfVersion1() {
        Map<String, byte[]> golden = GoldenFrames.read();
        List<DynamicTest> tests = new ArrayList<>();
        requests()
                .forEach((name, request) -> tests.add(DynamicTest.dynamicTest(name, () -> {
                    byte[] bytes = Objects.requireNonNull(golden.get(name));
                    assertThat(HEX.formatHex(Frames.bytes(HEADER, request))).isEqualTo(HEX.formatHex(bytes));
                    assertThat(Frames.request(bytes, Peers.node("n1"))).isEqualTo(new Frames.Inbound(HEADER, request));
                })));
        responses()
                .forEach((name, response) -> tests.add(DynamicTest.dynamicTest(name, () -> {
                    byte[] bytes = Objects.requireNonNull(golden.get(name));
                    assertThat(HEX.formatHex(Frames.bytes(RESPONDER, response))).isEqualTo(HEX.formatHex(bytes));
                    assertThat(Frames.response(bytes, Peers.node("n1"))).isEqualTo(new PeerReply(RESPONDER, response));
                })));
        return tests;
    }

    @Test
    void goldenFileAndMessagesAreTheSame() {
        Set<String> messages = new TreeSet<>(requests().keySet());
        messages.addAll(responses().keySet());

        assertThat(GoldenFrames.read().keySet()).isEqualTo(messages);
    }

    @Test
    void everyTypeOfMessageIsThere() {
        assertThat(classes(requests().values())).isEqualTo(names(RaftRequest.class));
        assertThat(classes(responses().values())).isEqualTo(names(RaftResponse.class));
    }

    @Test
    void everyCodeIsThere() {
        assertThat(RequestCodec.KINDS).containsExactlyInAnyOrder(Forward.Kind.values());
        assertThat(ResponseCodec.OUTCOMES).containsExactlyInAnyOrder(Forwarded.Outcome.values());
        assertThat(ResponseCodec.ROLES).containsExactlyInAnyOrder(Role.values());
        assertThat(ResponseCodec.REASONS).containsExactlyInAnyOrder(Refused.Reason.values());
    }

    private static Map<String, RaftRequest> requests() {
        NodeId n2 = NodeId.of("n2");
        Map<String, RaftRequest> requests = new LinkedHashMap<>();
        requests.put("preVote", new PreVote(5, n2, new EntryId(4, 17)));
        requests.put("preVote-emptyLog", new PreVote(1, n2, EntryId.NONE));
        requests.put("requestVote", new RequestVote(5, n2, new EntryId(4, 17)));
        requests.put("appendEntries", new AppendEntries(5, n2, new EntryId(4, 17), 16, entries()));
        requests.put("appendEntries-heartbeat", new AppendEntries(5, n2, new EntryId(4, 17), 16, EntryBatch.empty()));
        requests.put("forward-SUBMIT", new Forward(Forward.Kind.SUBMIT, text("increment")));
        requests.put("forward-READ", new Forward(Forward.Kind.READ, text("increment")));
        requests.put("forward-READ_INDEX", new Forward(Forward.Kind.READ_INDEX, Bytes.empty()));
        requests.put("forward-OPEN_SESSION", new Forward(Forward.Kind.OPEN_SESSION, Bytes.empty()));
        requests.put(
                "forward-SUBMIT_ONCE",
                new Forward(Forward.Kind.SUBMIT_ONCE, new Ticket(70_001, 9, 3), text("increment")));
        requests.put("requestVote-handedOver", new RequestVote(5, n2, new EntryId(4, 17), true));
        requests.put("timeoutNow", new TimeoutNow(5, n2, new EntryId(4, 17)));
        requests.put("getStatus", new GetStatus());
        requests.put(
                "installSnapshot", new InstallSnapshot(5, n2, snapshot(4, 17, 1_000_000, "n1", "n2", "n3"), 70_000));
        requests.put("installSnapshot-oneVoter", new InstallSnapshot(1, n2, snapshot(1, 1, 0, "n2"), 1));
        requests.put("fetchSnapshot", new FetchSnapshot(new EntryId(4, 17), 65_536, Peers.BATCH_BYTES));
        requests.put("getDigest", new GetDigest(20_000));
        requests.put(
                "getEntries",
                new GetEntries(new EntryId(4, 17), List.of(new EntryId(4, 19), new EntryId(6, 30)), 65_536));
        return requests;
    }

    private static SnapshotMeta snapshot(long term, long index, long timestamp, String... voters) {
        Membership membership = new Membership(Stream.of(voters).map(NodeId::of).collect(toCollection(TreeSet::new)));
        return new SnapshotMeta(new EntryId(term, index), timestamp, membership);
    }

    private static EntryBatch entries() {
        return EntryBatch.join(List.of(
                EntryBatch.encode(18, 4, 1_000_000, List.of(new Proposal(EntryType.COMMAND, 3, 9, text("x=1")))),
                EntryBatch.encode(19, 5, 1_000_001, List.of(Proposal.noop()))));
    }

    private static Map<String, RaftResponse> responses() {
        NodeId n3 = NodeId.of("n3");
        Map<String, RaftResponse> responses = new LinkedHashMap<>();
        responses.put("preVoteReply", new PreVoteReply(5, true));
        responses.put("voteReply", new VoteReply(5, false));
        responses.put("standing", new Standing(5, true));
        responses.put("entries", new Entries(entries()));
        responses.put("entries-none", new Entries(EntryBatch.empty()));
        responses.put("appended", new Appended(5, 19));
        responses.put("appendRejected", new AppendRejected(6, 12, 3, 10));
        for (Forwarded.Outcome outcome : Forwarded.Outcome.values()) {
            responses.put("forwarded-" + outcome, new Forwarded(outcome, text("42"), "why: 水", n3));
        }
        responses.put("forwarded-noLeader", new Forwarded(Forwarded.Outcome.NOT_LEADER, Bytes.empty(), "", null));
        for (Role role : Role.values()) {
            responses.put("status-" + role, new Status(role, 5, n3, 19, 18, 17));
        }
        responses.put("status-noLeader", new Status(Role.FOLLOWER, 5, null, 19, 18, 17));
        responses.put("snapshotWanted", new SnapshotWanted(5));
        responses.put("snapshotPiece", new SnapshotPiece(new EntryId(4, 17), 65_536, text("counter=3")));
        responses.put("snapshotPiece-end", new SnapshotPiece(new EntryId(4, 17), 70_000, Bytes.empty()));
        responses.put("digest", new Digest(20_000, true, 0x8877665544332211L));
        responses.put("digest-unknown", new Digest(20_000, false, 0));
        for (Refused.Reason reason : Refused.Reason.values()) {
            responses.put("refused-" + reason, new Refused(reason, "because"));
        }
        return responses;
    }

    private static Bytes text(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Set<String> classes(Collection<?> messages) {
        return messages.stream().map(m -> m.getClass().getName()).collect(toCollection(TreeSet::new));
    }

    private static Set<String> names(Class<?> sealed) {
        return List.of(sealed.getPermittedSubclasses()).stream()
                .map(Class::getName)
                .collect(toCollection(TreeSet::new));
    }
}

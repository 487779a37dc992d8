package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.Forward;
import io.github.reactiveraft.api.model.RaftRequest.GetDigest;
import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Digest;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerReply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class FrameCodecTest {

    private static final LocalNode N1 = Peers.node("n1");
    private static final RequestHeader HEADER = RequestHeader.of(Peers.node("n2"), NodeId.of("n1"));

    @Test
    void requestsComeBackEqual() {
        Samples samples = new Samples(1);

        for (int i = 0; i < 5_000; i++) {
            Frames.Inbound sent = new Frames.Inbound(samples.header(), samples.request());
            assertThat(Frames.request(Frames.bytes(sent.header(), sent.request()), N1))
                    .isEqualTo(sent);
        }
    }

    @Test
    void responsesComeBackEqual() {
        Samples samples = new Samples(2);

        for (int i = 0; i < 5_000; i++) {
            PeerReply sent = new PeerReply(new Sender(samples.node(), Incarnation.of(i)), samples.response());
            assertThat(Frames.response(Frames.bytes(sent.from(), sent.response()), N1))
                    .isEqualTo(sent);
        }
    }

    @Test
    void partOfABatchIsSentAlone() {
        EntryBatch all = EntryBatch.encode(1, 1, 0, Collections.nCopies(5, Proposal.noop()));
        AppendEntries append = new AppendEntries(
                1, NodeId.of("n2"), new EntryId(1, 2), 0, all.from(3).upTo(4));

        RaftRequest received = Frames.request(Frames.bytes(HEADER, append), N1).request();

        assertThat(received).isEqualTo(append);
    }

    @Test
    void unknownVersionIsToldFromBrokenContent() {
        byte[] frame = Frames.bytes(HEADER, new GetStatus());
        frame[1] = 2;

        assertThatThrownBy(() -> Frames.request(frame, N1))
                .isInstanceOfSatisfying(MalformedFrameException.class, e -> assertThat(e.reason())
                        .isEqualTo(Refused.Reason.VERSION))
                .hasMessageContaining("Protocol version 2");
    }

    @Test
    void refusalIsReadWhateverItsVersion() {
        byte[] frame = Frames.bytes(
                new Sender(NodeId.of("n1"), Incarnation.of(3)), new Refused(Refused.Reason.VERSION, "too new"));
        frame[1] = 9;

        RaftResponse response = Frames.response(Frames.resealed(frame), N1).response();

        assertThat(response).isEqualTo(new Refused(Refused.Reason.VERSION, "too new"));
    }

    @Test
    void messageTooLongIsCutBetweenCharacters() {
        String message = "x" + "水".repeat(400);

        Refused received = (Refused) Frames.response(
                        Frames.bytes(
                                new Sender(NodeId.of("n1"), Incarnation.of(3)),
                                new Refused(Refused.Reason.TARGET, message)),
                        N1)
                .response();

        assertThat(received.message()).isEqualTo("x" + "水".repeat(341));
    }

    @Test
    void messageBeyondTheLimitIsMalformed() {
        Sender n1 = N1.self();
        byte[] longest = Frames.bytes(n1, new Refused(Refused.Reason.TARGET, "x".repeat(Wire.MESSAGE_BYTES)));
        byte[] longer = Arrays.copyOf(longest, longest.length + 1);
        int lengthAt = longest.length - Wire.MESSAGE_BYTES - Short.BYTES;
        longer[lengthAt]++;
        longer[longest.length] = 'x';

        assertThat(Frames.response(longest, N1).response()).isInstanceOf(Refused.class);
        assertMalformed(() -> Frames.response(Frames.resealed(longer), N1), "message of 1025 bytes, at most 1024");
    }

    @Test
    void batchBeyondTheLimitIsMalformedUnlessItIsOneEntry() {
        Proposal half = Proposal.command(Bytes.of(new byte[Peers.BATCH_BYTES / 2]));
        LocalNode generous = new LocalNode("orders", "main", N1.self(), Peers.BATCH_BYTES, Peers.BATCH_BYTES);
        byte[] two = appended(Collections.nCopies(2, half));
        byte[] one = appended(Collections.nCopies(1, Proposal.command(Bytes.of(new byte[Peers.BATCH_BYTES]))));

        assertThat(Frames.request(one, generous).request()).isInstanceOf(AppendEntries.class);
        assertMalformed(() -> Frames.request(two, generous), "2 entries of together 16484 bytes, at most 16384");
    }

    private static byte[] appended(List<Proposal> proposals) {
        EntryBatch batch = EntryBatch.encode(1, 1, 0, proposals);
        return Frames.bytes(HEADER, new AppendEntries(1, NodeId.of("n2"), EntryId.NONE, 0, batch));
    }

    @Test
    void entryBeyondTheLimitIsMalformed() {
        byte[] frame = appended(List.of(Proposal.command(Bytes.of(new byte[Peers.ENTRY_BYTES + 1]))));

        assertMalformed(() -> Frames.request(frame, N1), "payload of 4097 bytes");
    }

    @Test
    void payloadBeyondTheLimitIsMalformed() {
        byte[] frame =
                Frames.bytes(HEADER, new Forward(Forward.Kind.SUBMIT, Bytes.of(new byte[Peers.ENTRY_BYTES + 1])));

        assertMalformed(() -> Frames.request(frame, N1), "payload of 4097 bytes, at most 4096");
    }

    @Test
    void entriesThatDoNotFollowAreMalformed() {
        EntryBatch batch = EntryBatch.encode(7, 1, 0, Collections.nCopies(1, Proposal.noop()));
        AppendEntries append = new AppendEntries(1, NodeId.of("n2"), new EntryId(1, 6), 0, batch);
        byte[] frame = Frames.bytes(HEADER, append);
        int previousIndexAt = frame.length - batch.byteCount() - 2 * Long.BYTES;
        frame[previousIndexAt]++;

        assertMalformed(Frames.resealed(frame), "cannot follow 1/7");
    }

    @Test
    void flippedBitInAnEntryIsMalformed() {
        byte[] frame = appended(Collections.nCopies(1, Proposal.noop()));
        frame[frame.length - 1] ^= 4;

        assertMalformed(frame, "Entry checksum does not match");
    }

    @Test
    void everythingElseThatIsWrongIsMalformed() {
        byte[] frame = Frames.bytes(HEADER, new PreVote(1, NodeId.of("n2"), EntryId.NONE));
        int termAt = HEADER.bytes().length;

        assertMalformed(with(frame, 0, 1), "Starts with byte 1");
        assertMalformed(with(frame, 2, 0x77), "type 119");
        assertMalformed(with(frame, 2, Wire.APPENDED), "type 131");
        assertMalformed(with(frame, 3, 1), "Flags 1");
        assertMalformed(with(frame, Wire.START_BYTES, 200), "Ends within cluster");
        assertMalformed(with(frame, Wire.START_BYTES + 1, 0xFF), "cluster is no UTF-8");
        assertMalformed(with(frame, Wire.START_BYTES + 1, '\n'), "control characters");
        assertMalformed(with(frame, termAt - 1, '/'), "target is no node id");
        assertMalformed(with(frame, termAt + 7, 0x80), "term is negative");
        assertMalformed(with(frame, frame.length - 1, 1), "last entry");
        assertMalformed(Frames.resealed(Arrays.copyOf(frame, frame.length + 1)), "1 bytes too many");
        assertMalformed(Frames.resealed(Arrays.copyOf(frame, frame.length - 1)), "Ends within last entry");
        assertMalformed(Frames.divided(frame, frame.length), "Entries of 85 bytes where 69 are left");
        assertMalformed(Frames.divided(frame, -1), "Entries of 4294967295 bytes");
        assertMalformed(Arrays.copyOf(frame, Wire.CHECKSUM_AT), "Ends within checksum");
        assertMalformed(new byte[0], "Ends within magic");
    }

    @Test
    void digestThatIsNoneIsMalformed() {
        byte[] request = Frames.bytes(HEADER, new GetDigest(7));
        byte[] response = Frames.bytes(N1.self(), new Digest(7, true, -1));

        assertMalformed(with(request, request.length - Long.BYTES, 0), "No entry has index 0");
        assertMalformed(with(request, request.length - 1, 0x80), "index is negative");
        byte[] unclear = with(response, response.length - Long.BYTES - 1, 2);
        assertMalformed(() -> Frames.response(unclear, N1), "known is 2, neither 0 nor 1");
        byte[] cut = Frames.resealed(Arrays.copyOf(response, response.length - 1));
        assertMalformed(() -> Frames.response(cut, N1), "Ends within value");
    }

    @Test
    void namesThatDoNotFitAreRefusedAtStart() {
        assertThatThrownBy(() -> Wire.check(named("x".repeat(256))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cluster takes at most 255 bytes");
        assertThatThrownBy(() -> Wire.check(named("a\nb"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static LocalNode named(String cluster) {
        return new LocalNode(cluster, "main", N1.self(), 1, 1_024);
    }

    @Test
    void longestNamesAndMessagesStayWithinTheFrameLimit() {
        String longest = "x".repeat(255);
        LocalNode local =
                new LocalNode(longest, longest, new Sender(NodeId.of("n".repeat(64)), Incarnation.of(1)), 1, 1_024);
        byte[] request = Frames.bytes(
                RequestHeader.of(local, NodeId.of("m".repeat(64))),
                new AppendEntries(1, NodeId.of("n".repeat(64)), EntryId.NONE, 0, EntryBatch.empty()));
        byte[] response = Frames.bytes(
                local.self(),
                new RaftResponse.Forwarded(
                        RaftResponse.Forwarded.Outcome.DONE,
                        Bytes.of(longest.getBytes(StandardCharsets.US_ASCII)),
                        "x".repeat(2_000),
                        NodeId.of("l".repeat(64))));

        assertThat(request.length + local.batchBytes() + 12).isLessThanOrEqualTo(Wire.payloadBytes(local));
        assertThat(response.length + 12).isLessThanOrEqualTo(Wire.payloadBytes(local));
    }

    private static byte[] with(byte[] frame, int at, int value) {
        byte[] changed = frame.clone();
        changed[at] = (byte) value;
        return Frames.resealed(changed);
    }

    private static void assertMalformed(byte[] frame, String message) {
        assertMalformed(() -> Frames.request(frame, N1), message);
    }

    private static void assertMalformed(ThrowingCallable decoding, String message) {
        assertThatThrownBy(decoding)
                .isInstanceOfSatisfying(MalformedFrameException.class, e -> assertThat(e.reason())
                        .isEqualTo(Refused.Reason.MALFORMED))
                .hasMessageContaining(message);
    }
}

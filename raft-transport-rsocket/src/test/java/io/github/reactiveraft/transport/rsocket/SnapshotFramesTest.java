package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotPiece;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotWanted;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LocalNode;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class SnapshotFramesTest {

    private static final LocalNode N1 = Peers.node("n1");
    private static final RequestHeader HEADER = RequestHeader.of(Peers.node("n2"), NodeId.of("n1"));
    private static final EntryId LAST = new EntryId(4, 17);

    /** Where a body begins. */
    private static final int BODY_AT = HEADER.bytes().length;

    /** In an announcement, whose leader has a name of two characters. */
    private static final int LAST_INCLUDED_AT = BODY_AT + Long.BYTES + 3;

    private static final int BYTE_COUNT_AT = LAST_INCLUDED_AT + 3 * Long.BYTES;
    private static final int VOTER_COUNT_AT = BYTE_COUNT_AT + Long.BYTES;

    /** An announcement to so many voters of equally long names. */
    static InstallSnapshot announced(int voterCount, int nameLength) {
        TreeSet<NodeId> voters = IntStream.range(0, voterCount)
                .mapToObj(i -> NodeId.of("v".repeat(nameLength - 2) + (10 + i)))
                .collect(Collectors.toCollection(TreeSet::new));
        return new InstallSnapshot(5, NodeId.of("n2"), new SnapshotMeta(LAST, 1_000, new Membership(voters)), 70_000);
    }

    @Test
    void announcementOfAnOlderTermThanItsSnapshotIsMalformed() {
        byte[] frame = Frames.bytes(HEADER, announced(3, 2));

        assertMalformed(with(frame, BODY_AT, 3), "In term 3 no 70000 bytes can be a snapshot up to 4/17");
    }

    @Test
    void announcementWithoutASnapshotIsMalformed() {
        byte[] frame = Frames.bytes(HEADER, announced(3, 2));
        byte[] none = frame.clone();
        Arrays.fill(none, LAST_INCLUDED_AT, LAST_INCLUDED_AT + 2 * Long.BYTES, (byte) 0);
        byte[] empty = frame.clone();
        Arrays.fill(empty, BYTE_COUNT_AT, VOTER_COUNT_AT, (byte) 0);

        assertMalformed(Frames.resealed(none), "No snapshot can stand for 0/0");
        assertMalformed(Frames.resealed(empty), "no 0 bytes can be a snapshot");
        assertMalformed(with(frame, LAST_INCLUDED_AT, 0), "last included entry: No entry can have term 0");
        assertMalformed(with(frame, BYTE_COUNT_AT - 1, 0x80), "timestamp is negative");
        assertMalformed(with(frame, VOTER_COUNT_AT - 1, 0x80), "byteCount is negative");
    }

    @Test
    void announcementTakesAsManyVotersAsACluster() {
        int most = SnapshotCodec.MAX_VOTER_COUNT;
        byte[] fitting = Frames.bytes(HEADER, announced(most, 64));
        byte[] one = Frames.bytes(HEADER, announced(most + 1, 64));

        assertThat(Frames.request(fitting, N1).request()).isEqualTo(announced(most, 64));
        assertMalformed(one, "32 voters, at most 31");
        assertMalformed(with(fitting, VOTER_COUNT_AT, 0), "at least one voter");
        assertMalformed(with(fitting, VOTER_COUNT_AT, most - 1), "65 bytes too many");
        assertMalformed(with(Frames.bytes(HEADER, announced(3, 2)), VOTER_COUNT_AT, 4), "Ends within voter");
    }

    @Test
    void votersOutOfOrderOrTwiceAreMalformed() {
        byte[] frame = Frames.bytes(HEADER, announced(2, 2));
        int endOfFirst = VOTER_COUNT_AT + 3;
        assertThat(frame[endOfFirst]).isEqualTo((byte) '0');

        assertMalformed(with(frame, endOfFirst, '1'), "voters are not in ascending order");
        assertMalformed(with(frame, endOfFirst, '2'), "voters are not in ascending order");
        assertMalformed(with(frame, endOfFirst, '/'), "voter is no node id");
    }

    @Test
    void fetchBeyondWhatAnyMemberTakesIsMalformed() {
        FetchSnapshot most = new FetchSnapshot(LAST, 0, SnapshotCodec.MAX_PIECE_BYTES);
        byte[] fitting = Frames.bytes(HEADER, most);
        byte[] longer = Frames.bytes(HEADER, new FetchSnapshot(LAST, 0, SnapshotCodec.MAX_PIECE_BYTES + 1));
        int maxBytesAt = fitting.length - Integer.BYTES;
        byte[] none = fitting.clone();
        Arrays.fill(none, maxBytesAt, fitting.length, (byte) 0);

        assertThat(Frames.request(fitting, N1).request()).isEqualTo(most);
        assertMalformed(longer, "maxBytes is 16777217, at most 16777216");
        assertMalformed(with(fitting, fitting.length - 1, 0x81), "maxBytes is 2164260864, at most 16777216");
        assertMalformed(Frames.resealed(none), "No piece of 0 bytes");
        assertMalformed(with(fitting, maxBytesAt - 1, 0x80), "offset is negative");
    }

    @Test
    void fetchOfNoSnapshotIsMalformed() {
        byte[] frame = Frames.bytes(HEADER, new FetchSnapshot(LAST, 0, 1));
        Arrays.fill(frame, BODY_AT, BODY_AT + 2 * Long.BYTES, (byte) 0);

        assertMalformed(Frames.resealed(frame), "of snapshot 0/0");
    }

    @Test
    void pieceBeyondABatchIsMalformed() {
        SnapshotPiece fitting = new SnapshotPiece(LAST, 9, Bytes.of(new byte[Peers.BATCH_BYTES]));
        byte[] longer = Frames.bytes(N1.self(), new SnapshotPiece(LAST, 9, Bytes.of(new byte[Peers.BATCH_BYTES + 1])));

        assertThat(Frames.response(Frames.bytes(N1.self(), fitting), N1).response())
                .isEqualTo(fitting);
        assertMalformed(() -> Frames.response(longer, N1), "piece of 16385 bytes, at most 16384");
    }

    @Test
    void flippedBitInAPieceIsMalformed() {
        byte[] frame = Frames.bytes(N1.self(), new SnapshotPiece(LAST, 9, Bytes.of(new byte[100])));
        frame[frame.length - 1] ^= 4;

        assertMalformed(() -> Frames.response(frame, N1), "Frame checksum does not match");
    }

    @Test
    void answersThatEndEarlyAreMalformed() {
        byte[] wanted = Frames.bytes(N1.self(), new SnapshotWanted(5));
        byte[] piece = Frames.bytes(N1.self(), new SnapshotPiece(LAST, 9, Bytes.empty()));

        assertMalformed(() -> Frames.response(shorter(wanted), N1), "Ends within term");
        assertMalformed(() -> Frames.response(shorter(piece), N1), "Ends within offset");
        assertMalformed(() -> Frames.response(with(piece, piece.length - 1, 0x80), N1), "offset is negative");
    }

    @Test
    void longestAnnouncementAndPieceStayWithinTheFrameLimit() {
        String longest = "x".repeat(Wire.NAME_BYTES);
        LocalNode local =
                new LocalNode(longest, longest, new Sender(NodeId.of("n".repeat(64)), Incarnation.of(1)), 1, 1);
        InstallSnapshot most = announced(SnapshotCodec.MAX_VOTER_COUNT, 64);
        InstallSnapshot announced =
                new InstallSnapshot(most.term(), local.self().node(), most.snapshot(), most.byteCount());
        byte[] request = Frames.bytes(RequestHeader.of(local, NodeId.of("m".repeat(64))), announced);
        byte[] response = Frames.bytes(local.self(), new SnapshotPiece(LAST, 9, Bytes.of(new byte[1])));

        assertThat(request.length + 12).isLessThanOrEqualTo(Wire.payloadBytes(local));
        assertThat(response.length + 12).isLessThanOrEqualTo(Wire.payloadBytes(local));
    }

    private static byte[] shorter(byte[] frame) {
        return Frames.resealed(Arrays.copyOf(frame, frame.length - 1));
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

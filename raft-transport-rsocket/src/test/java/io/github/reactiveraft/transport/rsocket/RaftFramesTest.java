package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.Forward;
import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Forwarded;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.transport.rsocket.RaftFrames.Received;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RaftFramesTest {

    private static final NodeId N1 = NodeId.of("n1");
    private static final LocalNode N2 = Peers.node("n2");

    private final RaftFrames n1 = RaftFrames.of(Peers.node("n1"));
    private final RaftFrames n2 = RaftFrames.of(N2);

    @Test
    void requestsOfEveryTypeComeBackEqual() {
        Samples samples = new Samples(11);
        Set<Class<?>> types = new HashSet<>();

        for (int i = 0; i < 500; i++) {
            RaftRequest request = samples.request();
            types.add(request.getClass());
            assertThat(n1.decodeRequest(n2.encode(N1, request))).isEqualTo(new Received.Request(N2.self(), request));
        }

        assertThat(types).containsExactlyInAnyOrder(RaftRequest.class.getPermittedSubclasses());
    }

    @Test
    void responsesOfEveryTypeComeBackEqual() {
        Samples samples = new Samples(12);
        Set<Class<?>> types = new HashSet<>();

        for (int i = 0; i < 500; i++) {
            RaftResponse response = samples.response();
            types.add(response.getClass());
            assertThat(n1.decodeResponse(n2.encode(response))).isEqualTo(new PeerReply(N2.self(), response));
        }

        assertThat(types).containsExactlyInAnyOrder(RaftResponse.class.getPermittedSubclasses());
    }

    @Test
    void framesAreThoseOfTheTransport() {
        Samples samples = new Samples(13);

        for (int i = 0; i < 100; i++) {
            RaftRequest request = samples.request();
            RaftResponse response = samples.response();
            assertThat(n2.encode(N1, request)).isEqualTo(Frames.bytes(RequestHeader.of(N2, N1), request));
            assertThat(n2.encode(response)).isEqualTo(Frames.bytes(N2.self(), response));
        }
    }

    @Test
    void damagedRequestIsRefusedAsMalformed() {
        byte[] frame = n2.encode(N1, new GetStatus());
        frame[Wire.START_BYTES] ^= 1;

        Received received = n1.decodeRequest(frame);

        assertThat(received)
                .isEqualTo(new Received.Refusal(
                        new Refused(
                                Refused.Reason.MALFORMED, "Frame checksum does not match: it was damaged on its way"),
                        null));
    }

    @Test
    void foreignRequestIsRefusedWithWhoSentIt() {
        LocalNode elsewhere = new LocalNode("billing", "main", N2.self(), N2.entryBytes(), N2.batchBytes());

        assertThat(reason(n1.decodeRequest(RaftFrames.of(elsewhere).encode(N1, new GetStatus()))))
                .isEqualTo(Refused.Reason.CLUSTER);
        assertThat(reason(n1.decodeRequest(n2.encode(NodeId.of("n3"), new GetStatus()))))
                .isEqualTo(Refused.Reason.TARGET);
    }

    private static Refused.Reason reason(Received received) {
        Received.Refusal refusal = (Received.Refusal) received;
        assertThat(refusal.from()).isEqualTo(N2.self());
        return refusal.refused().reason();
    }

    @Test
    void damagedOrCutResponseIsNone() {
        byte[] frame = n2.encode(new VoteReply(3, false));
        byte[] cut = Arrays.copyOf(frame, frame.length - 1);
        frame[frame.length - 1] ^= 1;

        for (byte[] damaged : new byte[][] {frame, cut, {}}) {
            PeerException failure = catchThrowableOfType(PeerException.class, () -> n1.decodeResponse(damaged));
            assertThat(failure).hasMessageStartingWith("Unreadable answer: ");
            assertThat(failure.isMaybeDelivered()).isTrue();
        }
    }

    @Test
    void requestBeyondTheLimitsIsNotEncoded() {
        Forward large = new Forward(Forward.Kind.SUBMIT, Bytes.of(new byte[Peers.ENTRY_BYTES + 1]));

        PeerException failure = catchThrowableOfType(PeerException.class, () -> n2.encode(N1, large));

        assertThat(failure).hasMessageContaining("Payload of 4097 bytes, at most 4096");
        assertThat(failure.isMaybeDelivered()).isFalse();
    }

    @Test
    void answerBeyondTheLimitsIsUnreadable() {
        Bytes result = Bytes.of(new byte[Peers.ENTRY_BYTES + 1]);
        byte[] frame = n2.encode(new Forwarded(Forwarded.Outcome.DONE, result, "", null));

        assertThatThrownBy(() -> n1.decodeResponse(frame))
                .isInstanceOf(PeerException.class)
                .hasMessageContaining("payload of 4097 bytes, at most 4096");
    }

    @Test
    void messagesDoNotReferToTheArrayTheyCameIn() {
        Forward sent = new Forward(Forward.Kind.SUBMIT, Bytes.of(new byte[] {1, 2, 3}));
        byte[] frame = n2.encode(N1, sent);

        Received received = n1.decodeRequest(frame);
        Arrays.fill(frame, (byte) 0);

        assertThat(received).isEqualTo(new Received.Request(N2.self(), sent));
    }

    @Test
    void namesThatDoNotFitAreRefusedAtTheDoor() {
        LocalNode unnamed = new LocalNode("x".repeat(256), "main", N2.self(), 1, 1_024);

        assertThatThrownBy(() -> RaftFrames.of(unnamed)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void requestsAndAnswersAreNotTakenForEachOther() {
        byte[] request = n2.encode(N1, new GetStatus());
        byte[] response = n2.encode(new PreVoteReply(1, true));

        assertThat(n1.decodeRequest(response)).isInstanceOf(Received.Refusal.class);
        assertThatThrownBy(() -> n1.decodeResponse(request)).isInstanceOf(PeerException.class);
    }
}

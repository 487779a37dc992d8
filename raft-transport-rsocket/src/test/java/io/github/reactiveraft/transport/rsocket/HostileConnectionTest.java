package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.core.RSocketConnector;
import io.rsocket.frame.RequestResponseFrameCodec;
import io.rsocket.frame.SetupFrameCodec;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.util.ByteBufPayload;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpClient;
import reactor.test.StepVerifier;

/** Whatever comes in from outside, the sender loses its connection at worst, and the members are served on. */
final class HostileConnectionTest {

    private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

    private final Peers peers = new Peers();
    private final AtomicInteger handled = new AtomicInteger();
    private final Quiet quiet = Quiet.about("io.rsocket", RefusalLog.class.getName());
    private RSocketRaftTransport server = RSocketRaftTransport.listening("127.0.0.1:0");

    @BeforeEach
    void start() {
        server = peers.start("n1", (from, request) -> {
            handled.incrementAndGet();
            return Peers.echo(from, request);
        });
    }

    @AfterEach
    void stop() {
        peers.close();
        quiet.close();
    }

    private void membersAreServed() {
        RSocketRaftTransport member = peers.startCaller("n2", "n1", server);
        assertThat(Peers.callUntilAnswered(member, "n1").from().node()).isEqualTo(NodeId.of("n1"));
    }

    @Test
    void garbageOnThePortClosesOnlyItsOwnConnection() throws IOException {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 50; i++) {
            byte[] garbage = new byte[1 + random.nextInt(100)];
            random.nextBytes(garbage);
            // A length beyond the limit, so that the end does not hang on what the noise happens to announce.
            garbage[0] = (byte) 0xFF;
            isClosedAfter(garbage, false);
        }
        isClosedAfter("GET / HTTP/1.1\r\nHost: n1\r\n\r\n".getBytes(StandardCharsets.US_ASCII), false);

        membersAreServed();
    }

    @Test
    void wellFramedNonsenseClosesTheConnection() throws IOException {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 200; i++) {
            byte[] frame = new byte[3 + 6 + random.nextInt(40)];
            random.nextBytes(frame);
            frame[0] = 0;
            frame[1] = 0;
            frame[2] = (byte) (frame.length - 3);
            isClosedAfter(frame, true);
        }

        membersAreServed();
    }

    /** Ends what it sends only where that may be the start of something: garbage must be cut off while it goes on. */
    private void isClosedAfter(byte[] sent, boolean isEnded) throws IOException {
        Endpoint endpoint = Endpoint.toReach(server.address());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()));
            socket.setSoTimeout((int) Peers.SOON.toMillis());
            socket.getOutputStream().write(sent);
            if (isEnded) {
                socket.shutdownOutput();
            }
            // RSocket may say why before it closes.
            socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    @Test
    void frameBeyondTheLimitClosesTheConnectionBeforeItIsCollected() {
        RSocket client = connect(0);

        StepVerifier.create(client.requestResponse(payload(new byte[Wire.payloadBytes(Peers.node("n1"))])))
                .expectError()
                .verify(Peers.SOON);

        client.onClose().onErrorComplete().block(Peers.SOON);
        membersAreServed();
    }

    @Test
    void payloadsInPiecesAreServed() {
        RSocket client = connect(64);
        byte[] valid = Frames.bytes(
                RequestHeader.of(Peers.node("n2"), NodeId.of("n1")),
                new AppendEntries(1, NodeId.of("n2"), EntryId.NONE, 0, EntryBatch.empty()));

        assertThat(valid).hasSizeGreaterThan(64);
        assertThat(answer(client, valid)).isNotInstanceOf(Refused.class);
        client.dispose();
    }

    @Test
    void aPayloadInPiecesBeyondTheLimitIsNotCollected() {
        RSocket client = connect(16 * 1024);

        StepVerifier.create(client.requestResponse(payload(new byte[2 * Wire.payloadBytes(Peers.node("n1"))])))
                .expectError()
                .verify(Peers.SOON);

        assertThat(handled).hasValue(0);
        client.dispose();
        membersAreServed();
    }

    @Test
    void payloadsThatAreNeverFinishedCloseTheConnection() throws IOException {
        Endpoint endpoint = Endpoint.toReach(server.address());
        byte[] data = new byte[Wire.payloadBytes(Peers.node("n1")) / 2];
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()));
            socket.setSoTimeout((int) Peers.SOON.toMillis());
            send(socket, SetupFrameCodec.encode(ALLOCATOR, false, 10_000, 30_000, "a/b", "a/b", payload(new byte[0])));
            for (int stream = 1; stream < 101; stream += 2) {
                send(
                        socket,
                        RequestResponseFrameCodec.encode(ALLOCATOR, stream, true, null, Unpooled.wrappedBuffer(data)));
            }
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException e) {
            assertThat(e).hasMessageMatching(".*(reset|Broken pipe).*");
        }
        membersAreServed();
    }

    private static void send(Socket socket, ByteBuf frame) throws IOException {
        try {
            byte[] bytes = ByteBufUtil.getBytes(frame);
            socket.getOutputStream()
                    .write(new byte[] {(byte) (bytes.length >> 16), (byte) (bytes.length >> 8), (byte) bytes.length});
            socket.getOutputStream().write(bytes);
        } finally {
            frame.release();
        }
    }

    @Test
    void unreadableRequestsAreRefused() {
        RSocket client = connect(0);
        byte[] valid = Frames.bytes(RequestHeader.of(Peers.node("n2"), NodeId.of("n1")), new GetStatus());
        byte[] newer = valid.clone();
        newer[1] = 2;
        byte[] shorter = Arrays.copyOf(valid, valid.length - 1);
        byte[] damaged = valid.clone();
        damaged[Wire.START_BYTES + 1] ^= 1;

        assertThat(refusal(client, new byte[0])).isEqualTo(Refused.Reason.MALFORMED);
        assertThat(refusal(client, newer)).isEqualTo(Refused.Reason.VERSION);
        assertThat(refusal(client, shorter)).isEqualTo(Refused.Reason.MALFORMED);
        assertThat(refusal(client, damaged)).isEqualTo(Refused.Reason.MALFORMED);
        assertThat(answer(client, valid)).isNotInstanceOf(Refused.class);
        assertThat(handled).hasValue(1);
        client.dispose();
    }

    private static Refused.Reason refusal(RSocket client, byte[] request) {
        return ((Refused) answer(client, request)).reason();
    }

    private static RaftResponse answer(RSocket client, byte[] request) {
        Mono<RaftResponse> answer = client.requestResponse(payload(request)).map(HostileConnectionTest::decode);
        return Objects.requireNonNull(answer.block(Peers.SOON));
    }

    private static RaftResponse decode(Payload payload) {
        try {
            return ResponseCodec.decode(new FrameReader(payload.sliceData()), Peers.node("n2"))
                    .response();
        } finally {
            payload.release();
        }
    }

    @Test
    void otherInteractionsAreNotServed() {
        RSocket client = connect(0);

        client.fireAndForget(payload(new byte[10])).block(Peers.SOON);
        client.metadataPush(ByteBufPayload.create(Unpooled.EMPTY_BUFFER, Unpooled.wrappedBuffer(new byte[10])))
                .block(Peers.SOON);
        StepVerifier.create(client.requestStream(payload(new byte[10])).map(HostileConnectionTest::decode))
                .expectError()
                .verify(Peers.SOON);
        StepVerifier.create(
                        client.requestChannel(Flux.just(payload(new byte[10]))).map(HostileConnectionTest::decode))
                .expectError()
                .verify(Peers.SOON);

        assertThat(handled).hasValue(0);
        membersAreServed();
        client.dispose();
    }

    private RSocket connect(int fragments) {
        Endpoint endpoint = Endpoint.toReach(server.address());
        TcpClient tcp = TcpClient.create().host(endpoint.host()).port(endpoint.port());
        Mono<RSocket> connecting = RSocketConnector.create()
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .fragment(fragments)
                .connect(new FrameClient(tcp, RaftLimits.MOST_ENTRY_BYTES));
        return Objects.requireNonNull(connecting.block(Peers.SOON));
    }

    private static Payload payload(byte[] data) {
        return ByteBufPayload.create(Unpooled.wrappedBuffer(data));
    }
}

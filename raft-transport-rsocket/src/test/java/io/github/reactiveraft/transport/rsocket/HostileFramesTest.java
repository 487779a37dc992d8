package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.fuzz.Checksums;
import io.github.reactiveraft.api.fuzz.HostileInputs;
import io.github.reactiveraft.api.fuzz.Mutator;
import io.github.reactiveraft.api.fuzz.Trials;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.transport.rsocket.RaftFrames.Received;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Frames as no node sends them: a message that could have been sent, or malformed. */
final class HostileFramesTest {

    private static final int SAMPLES = 300;

    /** A name of two bytes, of which a frame has 31 at most, is an object, and its checks take a few. */
    private static final int NAMES = SnapshotCodec.MAX_VOTER_COUNT * 512;

    private static final LocalNode N1 = Peers.node("n1");

    @Test
    void requestsAreMalformedOrMessages() {
        hostile(requests()).feed(frame -> Frames.request(frame, N1)).requireReached(25);
    }

    @Test
    void responsesAreMalformedOrMessages() {
        hostile(responses()).feed(frame -> Frames.response(frame, N1)).requireReached(20);
    }

    /** The door that everything from outside comes through never throws. */
    @Test
    void receivedFramesAreRequestsOrRefused() {
        RaftFrames frames = RaftFrames.of(N1);

        hostile(requests())
                .feed(frame -> {
                    if (frames.decodeRequest(frame) instanceof Received.Refusal refusal) {
                        throw new MalformedFrameException(refusal.refused().message());
                    }
                })
                .requireReached(20);
    }

    @Test
    void damagedRequestsAreNeverAnotherMessage() {
        Samples samples = new Samples(8);
        isNeverAnotherMessage(seed -> Frames.bytes(header(samples), samples.request()), Frames::request);
    }

    @Test
    void damagedResponsesAreNeverAnotherMessage() {
        Samples samples = new Samples(9);
        isNeverAnotherMessage(
                seed -> Frames.bytes(new Sender(samples.node(), Incarnation.of(seed)), samples.response()),
                Frames::response);
    }

    private interface Source {
        byte[] frame(long number);
    }

    private interface Reader {
        Object read(byte[] frame, LocalNode limits);
    }

    /** With the checksum that was sent, only what was sent is taken. */
    private static void isNeverAnotherMessage(Source source, Reader reader) {
        List<byte[]> sent = new ArrayList<>();
        for (int number = 0; number < SAMPLES; number++) {
            sent.add(source.frame(number));
        }
        Trials.ofInputs(HostileFramesTest.class, HostileInputs.COUNT).run(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] frame = sent.get(random.nextInt(SAMPLES));
            byte[] damaged = new Mutator(random).mutated(frame, sent.get(random.nextInt(SAMPLES)));
            // Damage may have left every byte as it was, or put another frame, all of it, in the place of this one.
            boolean isSent = sent.stream().anyMatch(each -> Arrays.equals(each, damaged));
            assertThat(Frames.isMessage(() -> reader.read(damaged, N1))).isEqualTo(isSent);
        });
    }

    private static HostileInputs hostile(List<byte[]> valid) {
        return HostileInputs.of(HostileFramesTest.class, valid, MalformedFrameException.class)
                .within(8 * 1_024 + NAMES, 16)
                .sealedBy(HostileFramesTest::sealed);
    }

    /** As if it had been sent like this: mostly with a start that is known, else nobody looks at the rest. */
    private static byte[] sealed(byte[] frame, SplittableRandom random) {
        if (frame.length < Wire.START_BYTES) {
            return frame;
        }
        if (random.nextInt(8) > 0) {
            frame[0] = Wire.MAGIC;
            frame[1] = Wire.VERSION;
            frame[3] = 0;
        }
        if (random.nextInt(8) > 0) {
            return Frames.resealed(sealedEntries(frame));
        }
        return Frames.divided(frame, random.nextInt(frame.length));
    }

    private static byte[] sealedEntries(byte[] frame) {
        int length = Unpooled.wrappedBuffer(frame).getIntLE(Wire.ENTRIES_LENGTH_AT);
        if (length > 0 && length <= frame.length - Wire.START_BYTES) {
            Checksums.sealEntries(frame, frame.length - length, frame.length);
        }
        return frame;
    }

    private static List<byte[]> requests() {
        Samples samples = new Samples(3);
        List<byte[]> requests = new ArrayList<>();
        for (int number = 0; number < SAMPLES; number++) {
            requests.add(Frames.bytes(header(samples), samples.request()));
        }
        return requests;
    }

    /** For the node that reads it. */
    private static RequestHeader header(Samples samples) {
        return RequestHeader.of(Peers.node(samples.node().value()), N1.self().node());
    }

    private static List<byte[]> responses() {
        Samples samples = new Samples(5);
        List<byte[]> responses = new ArrayList<>();
        for (int number = 0; number < SAMPLES; number++) {
            responses.add(Frames.bytes(new Sender(samples.node(), Incarnation.of(number)), samples.response()));
        }
        return responses;
    }
}

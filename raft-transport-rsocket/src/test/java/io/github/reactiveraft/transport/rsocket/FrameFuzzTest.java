package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerReply;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FrameFuzzTest {

    private static final int FRAMES = 100_000;

    /** How often each valid frame is damaged anew. */
    private static final int DAMAGES = 20;

    /** A name of two bytes, of which a frame has 31 at most, is an object, and its checks take a few. */
    private static final int NAME_ALLOWANCE = 512;

    /** For the reader, the exception and its message, and the smallest objects of a message. */
    private static final int ALLOWANCE = 8 * 1_024 + SnapshotCodec.MAX_VOTER_COUNT * NAME_ALLOWANCE;

    private static final LocalNode N1 = Peers.node("n1");

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    /** Reflection takes memory of its own, once, at about the sixteenth call: it must not be charged to a frame. */
    @BeforeEach
    void warmTheMeterUp() {
        for (int i = 0; i < 50; i++) {
            assertThat(allocatedBytes()).isPositive();
        }
    }

    @Test
    void damagedRequestsAreMalformed() {
        Samples samples = new Samples(8);

        for (int i = 0; i < FRAMES / 2 / DAMAGES; i++) {
            Frames.Inbound sent = new Frames.Inbound(samples.header(), samples.request());
            isNeverAnotherMessage(sent, Frames.bytes(sent.header(), sent.request()), i);
        }
    }

    @Test
    void damagedResponsesAreMalformed() {
        Samples samples = new Samples(9);

        for (int i = 0; i < FRAMES / 2 / DAMAGES; i++) {
            PeerReply sent = new PeerReply(new Sender(samples.node(), Incarnation.of(i)), samples.response());
            isNeverAnotherMessage(sent, Frames.bytes(sent.from(), sent.response()), i);
        }
    }

    private void isNeverAnotherMessage(Object sent, byte[] valid, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < DAMAGES; i++) {
            byte[] frame = damaged(valid, random);
            // Damage may have left every byte as it was.
            boolean isMessage =
                    decode(frame, bytes -> assertThat(decoded(sent, bytes)).isEqualTo(sent));
            assertThat(isMessage).isEqualTo(Arrays.equals(frame, valid));
        }
    }

    private static Object decoded(Object sent, byte[] frame) {
        return sent instanceof PeerReply ? Frames.response(frame, N1) : Frames.request(frame, N1);
    }

    @Test
    void forgedRequestsAreMalformedOrMessages() {
        Samples samples = new Samples(3);
        SplittableRandom random = new SplittableRandom(4);

        int malformed = 0;
        byte[] valid = {};
        for (int i = 0; i < FRAMES / 2; i++) {
            valid = i % DAMAGES == 0 ? Frames.bytes(samples.header(), samples.request()) : valid;
            byte[] frame = Frames.resealed(damaged(valid, random));
            malformed += decode(frame, bytes -> Frames.request(bytes, N1)) ? 0 : 1;
        }

        assertThat(malformed).isGreaterThan(FRAMES / 4);
    }

    @Test
    void forgedResponsesAreMalformedOrMessages() {
        Samples samples = new Samples(5);
        SplittableRandom random = new SplittableRandom(6);

        int malformed = 0;
        byte[] valid = {};
        for (int i = 0; i < FRAMES / 2; i++) {
            valid = i % DAMAGES == 0
                    ? Frames.bytes(new Sender(samples.node(), Incarnation.of(i)), samples.response())
                    : valid;
            byte[] frame = Frames.resealed(damaged(valid, random));
            malformed += decode(frame, bytes -> Frames.response(bytes, N1)) ? 0 : 1;
        }

        assertThat(malformed).isGreaterThan(FRAMES / 10);
    }

    @Test
    void noiseBehindAValidStartIsMalformedOrAMessage() {
        SplittableRandom random = new SplittableRandom(7);

        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = new byte[random.nextInt(200)];
            random.nextBytes(frame);
            byte[] start = {Wire.MAGIC, Wire.VERSION, (byte) (random.nextBoolean() ? i % 10 : 0x80 + i % 11), 0};
            System.arraycopy(start, 0, frame, 0, Math.min(start.length, frame.length));
            if (frame.length >= Wire.START_BYTES) {
                frame = Frames.divided(frame, random.nextInt(2) * random.nextInt(100));
            }
            decode(frame, bytes -> Frames.request(bytes, N1));
            decode(frame, bytes -> Frames.response(bytes, N1));
        }
    }

    /** Flips, cuts and extends; sometimes puts an extreme number somewhere, where a length may be. */
    private static byte[] damaged(byte[] frame, SplittableRandom random) {
        byte[] damaged = frame.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged = Arrays.copyOf(damaged, Math.max(1, at));
                case 2 -> damaged = Arrays.copyOf(damaged, damaged.length + 1 + random.nextInt(16));
                default -> Arrays.fill(damaged, at, Math.min(damaged.length, at + 1 + random.nextInt(4)), (byte) -1);
            }
        }
        return damaged;
    }

    /** Whether it was a message; fails on any other exception, or if more memory was taken than the frame explains. */
    private boolean decode(byte[] frame, Consumer<byte[]> decoder) {
        long limit = ALLOWANCE + 8L * frame.length;
        long before = allocatedBytes();
        boolean isMessage = isMessage(frame, decoder);
        if (allocatedBytes() - before > limit) {
            // Once more, as the first time may have loaded classes.
            before = allocatedBytes();
            isMessage(frame, decoder);
            assertThat(allocatedBytes() - before)
                    .as("memory taken for a frame of %d bytes", frame.length)
                    .isLessThanOrEqualTo(limit);
        }
        return isMessage;
    }

    private static boolean isMessage(byte[] frame, Consumer<byte[]> decoder) {
        try {
            return Frames.isMessage(() -> decoder.accept(frame));
        } catch (RuntimeException e) {
            return fail("Not a typed failure for " + HexFormat.of().formatHex(frame), e);
        }
    }

    private long allocatedBytes() {
        try {
            return (long) beans.getAttribute(
                    ObjectName.getInstance(ManagementFactory.THREAD_MXBEAN_NAME), "CurrentThreadAllocatedBytes");
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }
}

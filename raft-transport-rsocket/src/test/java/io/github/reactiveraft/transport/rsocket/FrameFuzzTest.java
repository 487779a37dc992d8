package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

final class FrameFuzzTest {

    private static final int FRAMES = 100_000;

    /** How often each valid frame is damaged anew. */
    private static final int DAMAGES = 20;

    /** For the reader, the exception and its message, and the smallest objects of a message. */
    private static final int ALLOWANCE = 8 * 1_024;

    private static final LocalNode N1 = Peers.node("n1");

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    @Test
    void damagedRequestsAreMalformedOrMessages() {
        Samples samples = new Samples(3);
        SplittableRandom random = new SplittableRandom(4);

        int malformed = 0;
        byte[] valid = {};
        for (int i = 0; i < FRAMES / 2; i++) {
            valid = i % DAMAGES == 0 ? Frames.bytes(samples.header(), samples.request()) : valid;
            byte[] frame = damaged(valid, random);
            malformed += decode(frame, bytes -> Frames.request(bytes, N1)) ? 0 : 1;
        }

        assertThat(malformed).isGreaterThan(FRAMES / 4);
    }

    @Test
    void damagedResponsesAreMalformedOrMessages() {
        Samples samples = new Samples(5);
        SplittableRandom random = new SplittableRandom(6);

        int malformed = 0;
        byte[] valid = {};
        for (int i = 0; i < FRAMES / 2; i++) {
            valid = i % DAMAGES == 0 ? Frames.bytes(new Sender(samples.node(), i), samples.response()) : valid;
            byte[] frame = damaged(valid, random);
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
            byte[] start = {Wire.MAGIC, Wire.VERSION, (byte) (random.nextBoolean() ? i % 6 : 0x80 + i % 8), 0};
            System.arraycopy(start, 0, frame, 0, Math.min(start.length, frame.length));
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
            decoder.accept(frame);
            return true;
        } catch (MalformedFrameException e) {
            return false;
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

package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.transport.rsocket.RaftFrames.Received;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class FrameChecksumTest {

    private static final LocalNode N1 = Peers.node("n1");

    /** What a receiver says of a frame of the wrong version, before it knows where that version has its checksum. */
    private static final String OTHER_VERSION = "Protocol version ";

    @TestFactory
    List<DynamicTest> noFlippedBitOutsideOfEntriesIsBelieved() {
        return forEachGoldenFrame(frame -> {
            for (int bit = 0; bit < 8 * (frame.length - entriesLength(frame)); bit++) {
                Refused refused = refusal(frame, flipped(frame, bit));

                boolean isVersion = bit / 8 == 1 && refused.reason() == Refused.Reason.VERSION;
                assertThat(refused.reason() == Refused.Reason.MALFORMED || isVersion)
                        .as("bit %d: %s", bit, refused)
                        .isTrue();
                assertThat(refused.message())
                        .as("bit %d", bit)
                        .matches("(Starts with byte|" + OTHER_VERSION + "|Frame of|Entries of|Frame checksum).*");
            }
        });
    }

    @Test
    void noFlippedBitInEntriesIsBelieved() {
        byte[] frame = Objects.requireNonNull(GoldenFrames.read().get("appendEntries"));
        int headLength = frame.length - entriesLength(frame);

        assertThat(entriesLength(frame)).isEqualTo(103);
        for (int bit = 8 * headLength; bit < 8 * frame.length; bit++) {
            Refused refused = refusal(frame, flipped(frame, bit));

            assertThat(refused.reason()).isEqualTo(Refused.Reason.MALFORMED);
            assertThat(refused.message()).as("bit %d", bit).startsWith("Entry ");
        }
    }

    @TestFactory
    List<DynamicTest> noFrameThatWasCutOrExtendedIsBelieved() {
        return forEachGoldenFrame(frame -> {
            for (int length = 0; length < 2 * frame.length; length++) {
                if (length != frame.length) {
                    Refused refused = refusal(frame, Arrays.copyOf(frame, length));
                    assertThat(refused.reason()).as("length %d", length).isEqualTo(Refused.Reason.MALFORMED);
                }
            }
        });
    }

    @TestFactory
    List<DynamicTest> noByteThatWasOverwrittenIsBelieved() {
        return forEachGoldenFrame(frame -> {
            for (int at = 0; at < frame.length; at++) {
                for (byte value : new byte[] {0, 1, 2, -1}) {
                    byte[] damaged = frame.clone();
                    damaged[at] = value;
                    if (value != frame[at]) {
                        assertThat(refusal(frame, damaged).message()).isNotEmpty();
                    }
                }
            }
        });
    }

    @Test
    void damageIsCalledByItsName() {
        byte[] frame = Objects.requireNonNull(GoldenFrames.read().get("appended"));
        int matchIndexAt = frame.length - Long.BYTES;

        assertThatThrownBy(() -> Frames.response(flipped(frame, 8 * matchIndexAt), N1))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("Frame checksum does not match: it was damaged on its way");
        assertThatThrownBy(() -> Frames.response(Arrays.copyOf(frame, frame.length - 1), N1))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("Frame of 59 bytes, but 58 arrived: it was cut or damaged on its way");
    }

    /** Entries that ended up outside of the head would be covered by nothing. */
    @Test
    void entriesThatBeginElsewhereAreMalformed() {
        byte[] frame = Objects.requireNonNull(GoldenFrames.read().get("appendEntries"));
        IntPredicate isRead = length -> Frames.isMessage(() -> Frames.request(Frames.divided(frame, length), N1));

        assertThat(isRead.test(entriesLength(frame))).isTrue();
        for (int length = 0; length <= frame.length - Wire.START_BYTES; length++) {
            assertThat(isRead.test(length)).as("entries of %d", length).isEqualTo(length == entriesLength(frame));
        }
        for (byte[] other : GoldenFrames.read().values()) {
            if (entriesLength(other) == 0) {
                assertThat(Frames.isMessage(() -> Frames.decoded(Frames.divided(other, 1), N1)))
                        .isFalse();
            }
        }
    }

    @Test
    void checksumIsTheSameInEveryKindOfBuffer() {
        byte[] frame = Objects.requireNonNull(GoldenFrames.read().get("appendEntries"));
        int headLength = frame.length - entriesLength(frame);
        int expected = Unpooled.wrappedBuffer(frame).getIntLE(Wire.CHECKSUM_AT);
        ByteBuf direct = ByteBufAllocator.DEFAULT.directBuffer().writeByte(9).writeBytes(frame);
        CompositeByteBuf pieces = Unpooled.compositeBuffer()
                .addComponent(true, Unpooled.copiedBuffer(frame, 0, 6))
                .addComponent(true, Unpooled.copiedBuffer(frame, 6, 20))
                .addComponent(true, Unpooled.copiedBuffer(frame, 26, frame.length - 26));

        try {
            for (ByteBuf kind : List.of(
                    Unpooled.wrappedBuffer(frame),
                    Unpooled.wrappedBuffer(frame).asReadOnly(),
                    direct.slice(1, frame.length),
                    pieces)) {
                assertThat(FrameChecksum.of(kind, 0, headLength)).as("%s", kind).isEqualTo(expected);
            }
            assertThat(FrameChecksum.of(direct, 1, headLength)).isEqualTo(expected);
        } finally {
            direct.release();
            pieces.release();
        }
    }

    private static List<DynamicTest> forEachGoldenFrame(Consumer<byte[]> check) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, byte[]> golden : GoldenFrames.read().entrySet()) {
            tests.add(DynamicTest.dynamicTest(golden.getKey(), () -> check.accept(golden.getValue())));
        }
        return tests;
    }

    /** What comes of a damaged frame where the valid one is expected, at whichever end that is. */
    private static Refused refusal(byte[] valid, byte[] damaged) {
        if (!GoldenFrames.isResponse(valid)) {
            Received received = RequestCodec.receive(Unpooled.wrappedBuffer(damaged), N1);
            assertThat(received).isInstanceOf(Received.Refusal.class);
            return ((Received.Refusal) received).refused();
        }
        try {
            throw new AssertionError("Believed: " + Frames.response(damaged, N1));
        } catch (MalformedFrameException e) {
            return new Refused(e.reason(), String.valueOf(e.getMessage()));
        }
    }

    private static byte[] flipped(byte[] frame, int bit) {
        byte[] flipped = frame.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        return flipped;
    }

    private static int entriesLength(byte[] frame) {
        return Unpooled.wrappedBuffer(frame).getIntLE(Wire.ENTRIES_LENGTH_AT);
    }
}

package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.frame.CancelFrameCodec;
import io.rsocket.frame.KeepAliveFrameCodec;
import io.rsocket.frame.RequestResponseFrameCodec;
import org.junit.jupiter.api.Test;

final class FragmentsTest {

    private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

    private final Fragments fragments = new Fragments(10_000);

    private void arrived(int stream, int length, boolean hasMore) {
        arrived(RequestResponseFrameCodec.encode(
                ALLOCATOR, stream, hasMore, null, ALLOCATOR.buffer(length).writeZero(length)));
    }

    private void arrived(ByteBuf frame) {
        try {
            fragments.arrived(frame);
        } finally {
            frame.release();
        }
    }

    @Test
    void wholePayloadsCostNothing() {
        for (int stream = 1; stream < 101; stream += 2) {
            arrived(stream, 5000, false);
        }
    }

    @Test
    void unfinishedPayloadsAreBoundedTogether() {
        arrived(1, 3000, true);
        arrived(3, 3000, true);
        arrived(5, 3000, true);

        assertThatThrownBy(() -> arrived(7, 3000, true))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("10000 bytes of unfinished");
    }

    @Test
    void finishedAndCancelledPayloadsMakeRoom() {
        for (int i = 0; i < 100; i++) {
            arrived(1, 4000, true);
            arrived(1, 10, false);
            arrived(3, 4000, true);
            arrived(CancelFrameCodec.encode(ALLOCATOR, 3));
        }
    }

    @Test
    void anyNumberOfTinyPiecesIsNotFree() {
        assertThatThrownBy(() -> {
                    for (int stream = 1; stream < 101; stream += 2) {
                        arrived(stream, 1, true);
                    }
                })
                .isInstanceOf(MalformedFrameException.class);
    }

    /** The flag that says so of a payload asks for an answer in a KEEPALIVE. */
    @Test
    void aSignOfLifeIsNoPiece() {
        assertThatCode(() -> {
                    for (int i = 0; i < 100; i++) {
                        arrived(KeepAliveFrameCodec.encode(ALLOCATOR, true, 0, ALLOCATOR.buffer(0)));
                    }
                })
                .doesNotThrowAnyException();
    }
}

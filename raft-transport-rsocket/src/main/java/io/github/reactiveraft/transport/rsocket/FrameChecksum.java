package io.github.reactiveraft.transport.rsocket;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What tells a damaged frame from one that was sent. The checksum covers the frame's head: all of it but the checksum
 * itself and the entries at the end, which have checksums of their own, so that a megabyte of them is not read twice.
 * Both lengths stand in the head: a frame that was cut, extended or divided elsewhere cannot pass for another one.
 */
final class FrameChecksum {

    private static final int BEHIND_CHECKSUM = Wire.CHECKSUM_AT + Integer.BYTES;

    private FrameChecksum() {}

    /**
     * Completes a frame whose other bytes are all written.
     *
     * @param frame starts at 0, and has no other owner yet
     * @param entriesLength how many bytes of entries it ends with
     */
    static ByteBuf seal(ByteBuf frame, int entriesLength) {
        int length = frame.writerIndex();
        frame.setIntLE(Wire.LENGTH_AT, length).setIntLE(Wire.ENTRIES_LENGTH_AT, entriesLength);
        frame.setIntLE(Wire.CHECKSUM_AT, of(frame, 0, length - entriesLength));
        return frame;
    }

    /** The checksum of a head, whatever stands in its place now, and however many pieces the buffer has. */
    static int of(ByteBuf frame, int from, int headLength) {
        CRC32C crc = new CRC32C();
        update(crc, frame, from, Wire.CHECKSUM_AT);
        update(crc, frame, from + BEHIND_CHECKSUM, headLength - BEHIND_CHECKSUM);
        return (int) crc.getValue();
    }

    private static void update(CRC32C crc, ByteBuf frame, int from, int length) {
        for (ByteBuffer piece : frame.nioBuffers(from, length)) {
            crc.update(piece);
        }
    }
}

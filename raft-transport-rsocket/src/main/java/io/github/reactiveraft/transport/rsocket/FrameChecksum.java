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

    private FrameChecksum() {}

    /**
     * Completes a frame whose other bytes are all written.
     *
     * @param frame starts at 0, and has no other owner yet
     * @param entriesLength how many bytes of entries it ends with
     */
    static ByteBuf seal(ByteBuf frame, int entriesLength) {
        int length = frame.writerIndex();
        // A pooled buffer keeps this view for itself; nobody else can be using it as long as the frame is only ours.
        // Its byte order is not ours to change.
        ByteBuffer head = frame.internalNioBuffer(0, length - entriesLength);
        int start = head.position();
        head.putInt(start + Wire.LENGTH_AT, Integer.reverseBytes(length));
        head.putInt(start + Wire.ENTRIES_LENGTH_AT, Integer.reverseBytes(entriesLength));
        head.putInt(start + Wire.CHECKSUM_AT, Integer.reverseBytes(of(head)));
        return frame;
    }

    /** The checksum of a head, whatever stands in its place now. Leaves the view anywhere. */
    static int of(ByteBuffer head) {
        int start = head.position();
        int end = head.limit();
        CRC32C crc = new CRC32C();
        crc.update(head.limit(start + Wire.CHECKSUM_AT));
        crc.update(head.limit(end).position(start + Wire.CHECKSUM_AT + Integer.BYTES));
        return (int) crc.getValue();
    }
}

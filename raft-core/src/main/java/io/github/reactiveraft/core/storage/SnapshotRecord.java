package io.github.reactiveraft.core.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What an image consists of behind its header, one behind the other, little-endian:
 *
 * <pre>
 *  0 length u32, up to 64 KiB   4 crc32c u32 of the length, the position in the file, the header's checksum and the payload
 *  8 payload
 * </pre>
 *
 * <p>The last one has a length of 0 and a payload all the same: how long all payloads before it are (i64) and their CRC-32C
 * (u32). Nothing follows it.
 */
final class SnapshotRecord {

    /** No payload is longer. */
    static final int MAX_PAYLOAD_BYTES = 64 * 1024;

    /** How many bytes a record takes beside its payload. */
    static final int OVERHEAD = 8;

    /** The payload of the last one. */
    static final int END_PAYLOAD_BYTES = 12;

    /** How long the last one is. */
    static final int END_BYTES = OVERHEAD + END_PAYLOAD_BYTES;

    private SnapshotRecord() {}

    /** A buffer for the longest record, with room for its head in front of the payload. */
    static ByteBuffer buffer() {
        return clear(ByteBuffer.allocate(OVERHEAD + MAX_PAYLOAD_BYTES).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Makes room for the next payload. */
    static ByteBuffer clear(ByteBuffer buffer) {
        return buffer.clear().position(OVERHEAD);
    }

    /** Puts the head in front of a payload that was filled in; the buffer is then ready to be written out. */
    static ByteBuffer finish(ByteBuffer buffer, long position, ByteBuffer header) {
        return finish(buffer, buffer.position() - OVERHEAD, position, header);
    }

    /** The last record. */
    static ByteBuffer end(long payloadBytes, long checksum, long position, ByteBuffer header) {
        ByteBuffer buffer = ByteBuffer.allocate(END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        clear(buffer).putLong(payloadBytes).putInt((int) checksum);
        return finish(buffer, 0, position, header);
    }

    /**
     * Whether a record that starts at a buffer's first byte and ends at its limit is as it was written.
     *
     * @param position where it starts in the file
     * @param header the image's
     */
    static boolean isSound(ByteBuffer buffer, long position, ByteBuffer header) {
        return buffer.getInt(4) == checksum(buffer, position, header);
    }

    private static ByteBuffer finish(ByteBuffer buffer, int length, long position, ByteBuffer header) {
        buffer.flip();
        buffer.putInt(0, length);
        buffer.putInt(4, checksum(buffer, position, header));
        return buffer;
    }

    private static int checksum(ByteBuffer buffer, long position, ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(0, 4));
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            crc.update((int) (position >>> shift));
        }
        crc.update(Block.checksum(header));
        crc.update(buffer.slice(OVERHEAD, buffer.limit() - OVERHEAD));
        return (int) crc.getValue();
    }
}

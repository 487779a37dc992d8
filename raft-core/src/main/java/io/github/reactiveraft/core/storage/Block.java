package io.github.reactiveraft.core.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The shape of everything on disk that is not a log frame, little-endian:
 *
 * <pre>
 *  0 magic i64   8 format version u32   12 crc32c u32 of bytes 0 to 11
 * 16 body length u32   20 crc32c u32 of the body length and the body   24 body
 * </pre>
 *
 * The first 16 bytes stay like this in every format version, so that a file of a newer release is told from a damaged
 * one.
 */
final class Block {

    static final int VERSION = 1;
    static final int OVERHEAD = 24;

    private static final int MAX_TEXT_BYTES = 1024;

    private Block() {}

    /** A buffer to fill a body into, with room for the block's head in front of it. */
    static ByteBuffer start(int maxBodyBytes) {
        return ByteBuffer.allocate(OVERHEAD + maxBodyBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(OVERHEAD);
    }

    /** Puts the head in front of a body that was filled in; the buffer is then ready to be written out. */
    static ByteBuffer finish(ByteBuffer buffer, long magic) {
        buffer.flip();
        buffer.putLong(0, magic).putInt(8, VERSION);
        buffer.putInt(12, headChecksum(buffer));
        buffer.putInt(16, buffer.limit() - OVERHEAD);
        buffer.putInt(20, bodyChecksum(buffer, buffer.limit() - OVERHEAD));
        return buffer;
    }

    /**
     * Checks a block that starts at a buffer's first byte and returns its body.
     *
     * @param offset where the buffer starts in the file
     * @throws io.github.reactiveraft.api.spi.StorageException if it is damaged or of another version
     */
    static ByteBuffer body(ByteBuffer buffer, long magic, String path, long offset) {
        buffer.order(ByteOrder.LITTLE_ENDIAN);
        if (buffer.limit() < OVERHEAD) {
            throw Damage.corrupt(path, offset, "only " + buffer.limit() + " bytes are left for a head of " + OVERHEAD);
        }
        if (buffer.getInt(12) != headChecksum(buffer) || buffer.getLong(0) != magic) {
            throw Damage.corrupt(path, offset, "it does not start as such a file does");
        }
        if (buffer.getInt(8) != VERSION) {
            throw Damage.version(path, buffer.getInt(8));
        }
        int length = buffer.getInt(16);
        if (length < 0 || length > buffer.limit() - OVERHEAD) {
            throw Damage.corrupt(
                    path,
                    offset + 16,
                    "a length of " + Integer.toUnsignedString(length) + " where " + (buffer.limit() - OVERHEAD)
                            + " bytes are left");
        }
        if (buffer.getInt(20) != bodyChecksum(buffer, length)) {
            throw Damage.corrupt(path, offset + OVERHEAD, "the checksum does not match");
        }
        return buffer.slice(OVERHEAD, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The four bytes of a finished block that stand for its length and body. */
    static ByteBuffer checksum(ByteBuffer block) {
        return block.slice(20, 4);
    }

    static void putText(ByteBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException(
                    "A name takes at most " + MAX_TEXT_BYTES + " bytes, but one has " + bytes.length);
        }
        buffer.putShort((short) bytes.length).put(bytes);
    }

    /**
     * Reads a name, taking no memory before its length has proved possible: a checksum that is right says little of who
     * wrote it. Only what {@link #putText} writes is one, so what was read can be written.
     *
     * @throws IllegalArgumentException if there is none
     */
    static String text(ByteBuffer buffer) {
        int length = Short.toUnsignedInt(buffer.getShort());
        if (length > Math.min(MAX_TEXT_BYTES, buffer.remaining())) {
            throw new IllegalArgumentException(
                    "A name of " + length + " bytes where " + buffer.remaining() + " are left");
        }
        ByteBuffer bytes = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("A name that is no UTF-8", e);
        }
    }

    /**
     * Makes sure that a body has been read to its end. What was read takes as many bytes when it is written, so whoever
     * counts on that to know what follows is right.
     *
     * @throws IllegalArgumentException if something is left
     */
    static void requireEnd(ByteBuffer body) {
        if (body.hasRemaining()) {
            throw new IllegalArgumentException(body.remaining() + " bytes too many");
        }
    }

    private static int headChecksum(ByteBuffer buffer) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(0, 12));
        return (int) crc.getValue();
    }

    private static int bodyChecksum(ByteBuffer buffer, int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(16, 4));
        crc.update(buffer.slice(OVERHEAD, length));
        return (int) crc.getValue();
    }
}

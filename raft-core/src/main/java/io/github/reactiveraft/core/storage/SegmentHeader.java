package io.github.reactiveraft.core.storage;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * What a log file says of itself: a {@link Block} of number, firstIndex, previousTerm, fileBytes (i64 each) and owner.
 *
 * @param number which file of the log it is, from 1, without gaps
 * @param firstIndex the index that was due when the file was created
 * @param previousTerm the term of the entry before that, 0 for none
 * @param fileBytes how long the file is
 * @param owner whose it is
 */
record SegmentHeader(long number, long firstIndex, long previousTerm, long fileBytes, Owner owner) {

    /** No header is longer: three names of 1 KiB at most. */
    static final int MAX_BYTES = 4096;

    private static final long MAGIC = 0x3147_4553_4641_5246L;

    static SegmentHeader decode(ByteBuffer bytes, String path) {
        ByteBuffer body = Block.body(bytes, MAGIC, path, 0);
        try {
            return new SegmentHeader(body.getLong(), body.getLong(), body.getLong(), body.getLong(), Owner.read(body));
        } catch (BufferUnderflowException e) {
            throw Damage.corrupt(path, Block.OVERHEAD, "it makes no sense in spite of a valid checksum");
        }
    }

    ByteBuffer encode() {
        ByteBuffer buffer = Block.start(MAX_BYTES - Block.OVERHEAD);
        buffer.putLong(number).putLong(firstIndex).putLong(previousTerm).putLong(fileBytes);
        owner.write(buffer);
        return Block.finish(buffer, MAGIC);
    }

    /** How many bytes it takes; frames start right behind it. */
    int byteCount() {
        return encode().limit();
    }
}

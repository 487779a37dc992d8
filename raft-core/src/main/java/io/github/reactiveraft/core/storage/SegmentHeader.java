package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * What a log file says of itself: a {@link Block} of number, firstIndex, previousTerm, fileBytes (i64 each), start (u32:
 * 0 for one that continues the file before, 1 for a new log) and owner.
 *
 * @param number which file of the log it is, from 1, without gaps
 * @param firstIndex the index that was due when the file was created
 * @param previousTerm the term of the entry before that, 0 for none
 * @param fileBytes how long the file is
 * @param isNewLog whether a new log starts here, behind a snapshot that ends with the entry before; the files before it
 *     do not count
 * @param owner whose it is
 */
record SegmentHeader(long number, long firstIndex, long previousTerm, long fileBytes, boolean isNewLog, Owner owner) {

    /** No header is longer: three names of 1 KiB at most. */
    static final int MAX_BYTES = 4096;

    private static final long MAGIC = 0x3147_4553_4641_5246L;

    static SegmentHeader decode(ByteBuffer bytes, String path) {
        ByteBuffer body = Block.body(bytes, MAGIC, path, 0);
        try {
            SegmentHeader header = new SegmentHeader(
                    body.getLong(),
                    body.getLong(),
                    body.getLong(),
                    body.getLong(),
                    isNewLog(body.getInt()),
                    Owner.read(body));
            // Throws if there can be no such entry.
            header.before();
            Block.requireEnd(body);
            return header;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw Damage.corrupt(path, Block.OVERHEAD, "it makes no sense in spite of a valid checksum");
        }
    }

    /** The last entry that the log had when the file was created. */
    EntryId before() {
        return new EntryId(previousTerm, firstIndex - 1);
    }

    /** The first file of a new log behind a snapshot, which replaces the one that this is the last file of. */
    SegmentHeader newLogBehind(EntryId last, long bytes) {
        return new SegmentHeader(number + 1, last.index() + 1, last.term(), bytes, true, owner);
    }

    /** The same file, with fewer bytes left of it. */
    SegmentHeader cutTo(long bytes) {
        return new SegmentHeader(number, firstIndex, previousTerm, bytes, isNewLog, owner);
    }

    ByteBuffer encode() {
        ByteBuffer buffer = Block.start(MAX_BYTES - Block.OVERHEAD);
        buffer.putLong(number).putLong(firstIndex).putLong(previousTerm).putLong(fileBytes);
        buffer.putInt(isNewLog ? 1 : 0);
        owner.write(buffer);
        return Block.finish(buffer, MAGIC);
    }

    /** How many bytes it takes; frames start right behind it. */
    int byteCount() {
        return encode().limit();
    }

    private static boolean isNewLog(int start) {
        if (start != 0 && start != 1) {
            throw new IllegalArgumentException("No log file starts in way " + start);
        }
        return start == 1;
    }
}

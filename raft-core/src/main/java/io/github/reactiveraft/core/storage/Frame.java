package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The head of one record of the log, little-endian, followed by its payload, then at once by the next frame:
 *
 * <pre>
 *  0 magic u32   4 crc32c u32 (of bytes 8 to 47, the file position, the segment and its owner)
 *  8 kind u32   12 payload length u32   16 entry count u32   20 crc32c u32 of the payload
 * 24 index i64   32 group start i64   40 previous term i64
 * </pre>
 *
 * <p>Zeros are no frame. The checksum covers the place, so a frame found anywhere else is none either. The group start
 * is the position of the first frame of those that were made durable by one sync: a valid frame whose group starts
 * behind a damaged one proves that the damaged one had been synced, see {@link SegmentScan}.
 *
 * @param position where it starts in the file
 * @param kind what it is: {@link #ENTRIES}, {@link #TRUNCATION} or {@link #SYNCED}
 * @param payloadBytes how long the payload is; only entries have one
 * @param entryCount how many entries it holds
 * @param payloadChecksum the CRC-32C of the payload
 * @param index the first entry's, the first one removed, or the one due next
 * @param groupStart where its group starts
 * @param previousTerm the term of the entry before the index, 0 if there is none
 */
record Frame(
        long position,
        int kind,
        int payloadBytes,
        int entryCount,
        int payloadChecksum,
        long index,
        long groupStart,
        long previousTerm) {

    /** How many bytes a frame takes beside its payload. */
    static final int OVERHEAD = 48;

    /** The payload is an {@link EntryBatch}'s bytes. */
    static final int ENTRIES = 1;

    /** From here on, the log ends before an index. */
    static final int TRUNCATION = 2;

    /** Everything in front of it is durable. */
    static final int SYNCED = 3;

    static final int MAGIC = 0xF7A3_51C9;

    private static final int MIN_ENTRY_BYTES = EntryBatch.ENTRY_OVERHEAD;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Whether a frame could start here; most other bytes are sorted out by this alone. */
    static boolean isMagic(byte[] bytes, int at) {
        return (int) INT.get(bytes, at) == MAGIC;
    }

    /** Reads the frame that starts at a position of a segment, or returns null if none does. */
    static @Nullable Frame read(byte[] bytes, int at, Segment segment, long position) {
        if (!isMagic(bytes, at) || (int) INT.get(bytes, at + 4) != checksum(bytes, at, segment, position)) {
            return null;
        }
        Frame frame = new Frame(
                position,
                (int) INT.get(bytes, at + 8),
                (int) INT.get(bytes, at + 12),
                (int) INT.get(bytes, at + 16),
                (int) INT.get(bytes, at + 20),
                (long) LONG.get(bytes, at + 24),
                (long) LONG.get(bytes, at + 32),
                (long) LONG.get(bytes, at + 40));
        return frame.isPossibleIn(segment) ? frame : null;
    }

    void write(byte[] bytes, Segment segment) {
        INT.set(bytes, 0, MAGIC);
        INT.set(bytes, 8, kind);
        INT.set(bytes, 12, payloadBytes);
        INT.set(bytes, 16, entryCount);
        INT.set(bytes, 20, payloadChecksum);
        LONG.set(bytes, 24, index);
        LONG.set(bytes, 32, groupStart);
        LONG.set(bytes, 40, previousTerm);
        INT.set(bytes, 4, checksum(bytes, 0, segment, position));
    }

    /** Where the next frame starts. */
    long end() {
        return position + OVERHEAD + payloadBytes;
    }

    /** The last entry's index. */
    long lastIndex() {
        return index + entryCount - 1;
    }

    /** The last entry that the log had before this frame; for a truncation, the last one that it leaves. */
    EntryId before() {
        return new EntryId(previousTerm, index - 1);
    }

    private boolean isPossibleIn(Segment segment) {
        if (payloadBytes < 0
                || end() > segment.size()
                || index < 1
                || previousTerm < 0
                || (previousTerm == 0) != (index == 1)) {
            return false;
        }
        if (groupStart < segment.dataStart() || groupStart > position) {
            return false;
        }
        return switch (kind) {
            case ENTRIES -> entryCount > 0 && (long) entryCount * MIN_ENTRY_BYTES <= payloadBytes;
            case TRUNCATION, SYNCED -> entryCount == 0 && payloadBytes == 0;
            default -> false;
        };
    }

    private static int checksum(byte[] bytes, int at, Segment segment, long position) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at + 8, OVERHEAD - 8);
        segment.salt(crc);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            crc.update((int) (position >>> shift));
        }
        return (int) crc.getValue();
    }
}

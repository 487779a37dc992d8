package io.github.reactiveraft.core.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Checks an image while its bytes pass by in pieces of any size, and takes the payloads out of it. Every byte is checked
 * as soon as what it belongs to is complete; a length is checked before it is believed. After the first flaw it is of no
 * more use.
 */
final class ImageDecoder {

    /** Words a flaw; returns what is thrown. */
    interface Complaint {
        RuntimeException flaw(long position, String what);
    }

    private enum Part {
        HEADER,
        HEAD,
        PAYLOAD,
        END,
        NOTHING
    }

    private final ByteBuffer header;
    private final long byteCount;
    private final Complaint complaint;
    private final ByteBuffer record;
    private final CRC32C crc = new CRC32C();
    private Part part = Part.HEADER;
    private long position;
    private long payloadBytes;

    /**
     * Expects an image.
     *
     * @param header what it has to start with
     * @param byteCount how long it has to be
     */
    ImageDecoder(ByteBuffer header, long byteCount, Complaint complaint) {
        this.header = header;
        this.byteCount = byteCount;
        this.complaint = complaint;
        int longest = SnapshotRecord.OVERHEAD + SnapshotRecord.MAX_PAYLOAD_BYTES;
        int size = (int) Math.max(SnapshotRecord.END_BYTES, Math.min(longest, byteCount));
        this.record = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Takes bytes out of a piece, all of it unless a record ends in it.
     *
     * @return the payload of the record that ended, valid until the next call, or null if more bytes are needed
     */
    @Nullable
    ByteBuffer next(ByteBuffer piece) {
        while (piece.hasRemaining()) {
            switch (part) {
                case HEADER -> takeHeader(piece);
                case NOTHING -> throw flaw("there are bytes behind its end");
                default -> {
                    take(piece);
                    if (!record.hasRemaining()) {
                        ByteBuffer payload = onTaken();
                        if (payload != null) {
                            return payload;
                        }
                    }
                }
            }
        }
        return null;
    }

    /** Whether the whole image passed by and was as it was written. */
    boolean isComplete() {
        return part == Part.NOTHING;
    }

    /** What to say if nothing follows, though it is not complete. */
    RuntimeException truncated() {
        return flaw("it ends here");
    }

    private void takeHeader(ByteBuffer piece) {
        int from = Math.toIntExact(position);
        int length = Math.min(piece.remaining(), header.limit() - from);
        int mismatch = header.slice(from, length).mismatch(piece.slice(piece.position(), length));
        if (mismatch >= 0) {
            throw complaint.flaw(from + (long) mismatch, "its header is another one");
        }
        piece.position(piece.position() + length);
        position += length;
        if (position == header.limit()) {
            expect(Part.HEAD, 0, SnapshotRecord.OVERHEAD);
        }
    }

    private void take(ByteBuffer piece) {
        int length = Math.min(piece.remaining(), record.remaining());
        record.put(record.position(), piece, piece.position(), length);
        record.position(record.position() + length);
        piece.position(piece.position() + length);
        position += length;
    }

    private @Nullable ByteBuffer onTaken() {
        switch (part) {
            case HEAD -> onHead();
            case PAYLOAD -> {
                return onPayload();
            }
            default -> onEnd();
        }
        return null;
    }

    private void onHead() {
        int length = record.getInt(0);
        if (length < 0 || length > SnapshotRecord.MAX_PAYLOAD_BYTES) {
            throw complaint.flaw(
                    position - SnapshotRecord.OVERHEAD,
                    "a record of " + Integer.toUnsignedString(length) + " bytes, where at most "
                            + SnapshotRecord.MAX_PAYLOAD_BYTES + " are allowed");
        }
        boolean isEnd = length == 0;
        long left = byteCount - position;
        if (isEnd ? left != SnapshotRecord.END_PAYLOAD_BYTES : left < (long) length + SnapshotRecord.END_BYTES) {
            throw complaint.flaw(
                    position - SnapshotRecord.OVERHEAD,
                    (isEnd ? "the last record" : "a record of " + length + " bytes") + ", where " + left
                            + " bytes are left");
        }
        if (isEnd) {
            expect(Part.END, SnapshotRecord.OVERHEAD, SnapshotRecord.END_PAYLOAD_BYTES);
        } else {
            expect(Part.PAYLOAD, SnapshotRecord.OVERHEAD, length);
        }
    }

    private ByteBuffer onPayload() {
        requireSound();
        ByteBuffer payload = record.slice(SnapshotRecord.OVERHEAD, record.limit() - SnapshotRecord.OVERHEAD);
        crc.update(payload.duplicate());
        payloadBytes += payload.remaining();
        expect(Part.HEAD, 0, SnapshotRecord.OVERHEAD);
        return payload;
    }

    private void onEnd() {
        requireSound();
        if (record.getLong(8) != payloadBytes || record.getInt(16) != (int) crc.getValue()) {
            throw flaw("it does not hold what its last record says");
        }
        part = Part.NOTHING;
    }

    private void requireSound() {
        long start = position - record.limit();
        if (!SnapshotRecord.isSound(record, start, header)) {
            throw complaint.flaw(start, "the checksum does not match");
        }
    }

    private void expect(Part next, int at, int length) {
        part = next;
        record.limit(at + length).position(at);
    }

    private RuntimeException flaw(String what) {
        return complaint.flaw(position, what);
    }
}

package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The writing end of the log. Frames gather in one direct buffer and go out in one write and one sync a group, unless
 * they outgrow it.
 *
 * <p>Nothing that was synced is ever overwritten. Removing entries is one more frame, which says from which index on the
 * log before it does not count. It is made durable with the entries that replace them, or torn off with them; a power
 * cut leaves the log before or after it. No stale frame can be taken for a continuation, because whatever lies behind
 * the end of the log is zeros, written when the file was created or when a torn tail was dropped.
 */
final class LogAppender {

    private static final int BUFFER_BYTES = 256 * 1024;

    private final Disk disk;
    private final LogIndex index;
    private final FrameSizes sizes;
    private final SpareSegments spares;
    private final CRC32C crc = new CRC32C();
    private final byte[] head = new byte[Frame.OVERHEAD];
    private final List<Segment> segments;
    private ByteBuffer buffer;
    private Segment segment;
    private long position;
    private long groupStart;
    private boolean proven;

    /** Continues behind an end up to which everything is durable. */
    LogAppender(Disk disk, Aside aside, LogIndex index, List<Segment> segments, SegmentScan.End end, int segmentBytes) {
        this.disk = disk;
        this.index = index;
        this.segments = segments;
        this.spares = new SpareSegments(disk, aside);
        this.buffer = ByteBuffer.allocateDirect(Math.min(BUFFER_BYTES, segmentBytes));
        this.segment = segments.get(segments.size() - 1);
        this.sizes = new FrameSizes(segmentBytes, segment.dataStart());
        this.position = end.position();
        this.groupStart = end.position();
        this.proven = end.proven();
    }

    /** What the writes that come next will need room for, to be told to {@link #prepare}. */
    RoomPlan plan() {
        return new RoomPlan(sizes, segment.size() - position);
    }

    /**
     * Makes all the files that the writes of a plan will turn to.
     *
     * @throws DiskFullException if there is no room for them; nothing has changed then
     */
    void prepare(RoomPlan plan) throws IOException {
        spares.prepare(segment.header().number() + 1, plan.files());
    }

    /** Lets the next file grow, twice as fast as this one is filled, so that it is there when this one is half full. */
    void prepareAhead() {
        spares.grow(segment.header().number() + 1, sizes.segmentBytes(), 2 * (position - segment.dataStart()));
    }

    /** Undoes {@link #prepareAhead}, with nothing being done aside. */
    void discardAhead() throws IOException {
        spares.discard();
    }

    /** Appends entries that follow the last index, and that room was made for; durable after {@link #force}. */
    void append(EntryBatch entries) throws IOException {
        EntryBatch rest = entries;
        while (!rest.isEmpty()) {
            EntryBatch part = sizes.first(rest);
            reserve(part.byteCount());
            long at = position;
            put(Frame.ENTRIES, part.firstIndex(), index.lastTerm(), part);
            index.append(segment, at, part);
            rest = rest.from(part.lastIndex() + 1);
        }
    }

    /** Removes an index of the log and all behind it; durable after {@link #force}. */
    void truncateFrom(long from) throws IOException {
        reserve(0);
        long termBefore = index.termAt(from - 1);
        put(Frame.TRUNCATION, from, termBefore, EntryBatch.empty());
        index.truncateFrom(from, termBefore);
    }

    /**
     * Gives the log up for a new one behind a snapshot's last entry; durable at once. What is to survive in the old one must
     * have been forced.
     */
    void startAnew(EntryId last) throws IOException {
        turnTo(segment.header().newLogBehind(last, sizes.segmentBytes()));
        index.startBehind(last.index(), last.term());
    }

    /** Makes everything durable that was appended. */
    void force() throws IOException {
        if (position > groupStart && !proven) {
            sync();
        }
    }

    private void sync() throws IOException {
        flush();
        segment.file().force();
        groupStart = position;
    }

    /**
     * Makes everything durable and leaves proof of it behind, so that no later rot of the last write is taken for a torn one.
     * The proof is not waited for: the group that it starts makes it durable, or the operating system does soon.
     */
    void prove() throws IOException {
        force();
        if (!proven && position > segment.dataStart() && segment.size() - position >= Frame.OVERHEAD) {
            put(Frame.SYNCED, index.lastIndex() + 1, index.lastTerm(), EntryBatch.empty());
            flush();
            proven = true;
        }
    }

    /** Makes the proof durable, too. */
    void finish() throws IOException {
        prove();
        syncAll();
    }

    private void syncAll() throws IOException {
        if (position > groupStart) {
            sync();
        }
    }

    /** Makes room in the segment for a frame, in a new one if need be. */
    private void reserve(int payloadBytes) throws IOException {
        long needed = FrameSizes.needed(payloadBytes);
        if (segment.size() - position < needed) {
            roll(needed);
        }
        if (buffer.remaining() < needed) {
            flush();
        }
        if (buffer.remaining() < needed) {
            buffer = ByteBuffer.allocateDirect(Math.toIntExact(needed));
        }
    }

    /**
     * Turns to a new segment. The old one is synced first, with the proof at its end: a scan takes whatever is wrong in front
     * of another segment for damage. The new one's name is durable before anything is written to it that somebody may wait for.
     */
    private void roll(long needed) throws IOException {
        syncAll();
        SegmentHeader before = segment.header();
        long size = sizes.fileFor(needed);
        turnTo(new SegmentHeader(
                before.number() + 1, index.lastIndex() + 1, index.lastTerm(), size, false, before.owner()));
    }

    private void turnTo(SegmentHeader header) throws IOException {
        segment = spares.take(header);
        segments.add(segment);
        disk.forceDirectory("");
        position = segment.dataStart();
        groupStart = position;
        proven = false;
    }

    private void put(int kind, long firstIndex, long previousTerm, EntryBatch entries) {
        int start = buffer.position();
        buffer.position(start + Frame.OVERHEAD).put(entries.bytes());
        int end = buffer.position();
        crc.reset();
        crc.update(buffer.duplicate().position(start + Frame.OVERHEAD).limit(end));
        Frame frame = new Frame(
                position,
                kind,
                entries.byteCount(),
                entries.count(),
                (int) crc.getValue(),
                firstIndex,
                groupStart,
                previousTerm);
        frame.write(head, segment);
        buffer.put(start, head);
        position = frame.end();
        proven = false;
    }

    private void flush() throws IOException {
        buffer.flip();
        if (buffer.hasRemaining()) {
            segment.file().write(position - buffer.remaining(), buffer);
        }
        buffer.clear();
    }
}

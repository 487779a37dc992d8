package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.MalformedEntriesException;
import io.github.reactiveraft.api.spi.StorageException;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Finds frames in one file of the log at a time, and tells a write that was cut off from damage.
 *
 * <p>Frames are written in groups, each made durable by one sync before the next group begins, and every frame says where
 * its group starts. So a power cut can spoil the last group only, and nothing in that was acknowledged: bytes that are no
 * frame, with no frame of a later group behind them and no later file, may be a write that was cut off, and go. With
 * one, they were durable once, have rotted, and may have been acknowledged: they are never dropped.
 */
final class SegmentScan {

    private final FileWindow window;
    private final int entryBytes;

    /**
     * Where a segment ends.
     *
     * @param position behind its last frame
     * @param groupStart where the group of that frame starts
     * @param proven whether that frame says that all is durable
     */
    record End(long position, long groupStart, boolean proven) {}

    SegmentScan(FileWindow window, int entryBytes) {
        this.window = window;
        this.entryBytes = entryBytes;
    }

    void turnTo(Segment segment) {
        window.reset(segment);
    }

    /** Where zeros begin that last to the end of the file. */
    long endOfNonZeros(long from) throws IOException {
        return window.endOfNonZeros(from);
    }

    /** The frame at a position with a payload that matches its checksum, or null. */
    @Nullable
    Frame frameAt(long position) throws IOException {
        Frame frame = headAt(position);
        if (frame == null) {
            return null;
        }
        int payloadAt = window.at(position + Frame.OVERHEAD, frame.payloadBytes());
        CRC32C crc = new CRC32C();
        crc.update(window.bytes(), payloadAt, frame.payloadBytes());
        return (int) crc.getValue() == frame.payloadChecksum() ? frame : null;
    }

    /** The frame whose head stands at a position, whatever its payload, or null. */
    @Nullable
    Frame headAt(long position) throws IOException {
        Segment segment = window.segment();
        if (segment.size() - position < Frame.OVERHEAD) {
            return null;
        }
        int at = window.at(position, Frame.OVERHEAD);
        return Frame.read(window.bytes(), at, segment, position);
    }

    /**
     * The entries in a frame, none if it is of another kind. Valid until the next call: they do not own their bytes.
     *
     * @throws StorageException if it holds something else than its head says
     */
    EntryBatch decode(Frame frame) throws IOException {
        if (frame.kind() != Frame.ENTRIES) {
            return EntryBatch.empty();
        }
        int at = window.at(frame.position() + Frame.OVERHEAD, frame.payloadBytes());
        try {
            EntryBatch entries = EntryBatch.decode(window.bytes(), at, at + frame.payloadBytes(), Integer.MAX_VALUE);
            if (entries.firstIndex() != frame.index()
                    || entries.count() != frame.entryCount()
                    || entries.term(entries.firstIndex()) < frame.previousTerm()) {
                throw damage(frame, entries + " where its head says otherwise");
            }
            requireSmall(entries);
            return entries;
        } catch (MalformedEntriesException e) {
            throw damage(frame, e.getMessage());
        }
    }

    /** Refuses what is no damage, but could not be read: it was written under a higher limit. */
    private void requireSmall(EntryBatch entries) {
        if (entries.byteCount() - EntryBatch.ENTRY_OVERHEAD > entryBytes) {
            for (long at = entries.firstIndex(); at <= entries.lastIndex(); at++) {
                if (entries.payload(at).remaining() > entryBytes) {
                    throw Damage.tooLarge(
                            window.segment().path(), at, entries.payload(at).remaining(), entryBytes);
                }
            }
        }
    }

    /** Why a frame that is certainly as it was written does not go on where a log ends, or null if it does. */
    @Nullable
    StorageException misfit(Frame frame, EntryBatch entries, LogIndex log) {
        boolean isCut = frame.kind() == Frame.TRUNCATION;
        if (isCut && frame.index() <= log.baseIndex()) {
            // What it cut off stood in front of the first file that is still there.
            return null;
        }
        if (isCut ? log.contains(frame.before()) : log.lastEntry().equals(frame.before())) {
            return null;
        }
        String what = isCut ? "a cut at index " + frame.index() : entries.isEmpty() ? "a proof" : entries.toString();
        return damage(
                frame,
                what + " after entry " + frame.before() + ", but behind " + log.lastEntry() + " of the log in front");
    }

    private StorageException damage(Frame frame, @Nullable String what) {
        return Damage.corrupt(window.segment().path(), frame.position(), "a frame with a valid checksum holds " + what);
    }

    /**
     * Why bytes are no write that was cut off before it was acknowledged, or null if they may be one.
     *
     * @param last whether no file follows
     */
    @Nullable
    StorageException rot(long position, long end, boolean last) throws IOException {
        Segment segment = window.segment();
        if (!last) {
            return Damage.corrupt(segment.path(), position, "no valid frame, though another file follows");
        }
        // A head may end in zeros, behind what counts as the end here.
        for (long at = position + 1; at < Math.min(end, segment.size() - Frame.OVERHEAD + 1); at++) {
            int from = window.at(at, Frame.OVERHEAD);
            Frame behind = Frame.isMagic(window.bytes(), from) ? Frame.read(window.bytes(), from, segment, at) : null;
            if (behind != null && behind.groupStart() > position) {
                return Damage.corrupt(
                        segment.path(), position, "no valid frame, though a later write left one at byte " + at);
            }
        }
        return segment.flaw() == null
                ? null
                : Damage.corrupt(segment.path(), position, "no valid frame, and more is wrong about the file");
    }
}

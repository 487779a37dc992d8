package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.MalformedEntriesException;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a segment from front to back at the start and tells its end from damage.
 *
 * <p>Where a frame is due, there is one, or zeros up to the end of the file, or something else. Something else is the
 * torn tail of a write that was never acknowledged, or damage to what perhaps was. Frames that were made durable by the
 * same sync may be torn each on its own, so a valid frame behind a bad one is no proof of damage; but each names the
 * start of its group. A valid frame of a group that starts behind the bad place was written after a sync that covered
 * the bad place: damage. So is any bad place in front of another segment, for a segment is synced before the next one is
 * created. Otherwise the place belongs to the last group.
 *
 * <p>Rot within the last group cannot be told from a torn write: the two leave the same bytes. Only a log that was
 * closed is safe from being taken for torn there, because closing puts a {@link Frame#SYNCED} behind it.
 */
final class SegmentScan {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentScan.class);

    private final LogIndex index;
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

    SegmentScan(LogIndex index, FileWindow window, int entryBytes) {
        this.index = index;
        this.window = window;
        this.entryBytes = entryBytes;
    }

    /** Takes over everything valid in a segment. A torn tail is zeroed, but not yet forced. */
    End read(Segment segment, boolean last) throws IOException {
        requireContinues(segment);
        window.reset(segment);
        End end = new End(segment.dataStart(), segment.dataStart(), false);
        Frame frame = frameAt(end.position());
        while (frame != null) {
            take(frame);
            end = new End(frame.end(), frame.groupStart(), frame.kind() == Frame.SYNCED);
            frame = frameAt(end.position());
        }
        long garbageEnd = window.endOfNonZeros(end.position());
        if (garbageEnd > end.position()) {
            dropTornTail(end.position(), garbageEnd, last);
        }
        return end;
    }

    void requireContinues(Segment segment) {
        SegmentHeader header = segment.header();
        if (header.firstIndex() != index.lastIndex() + 1 || header.previousTerm() != index.lastTerm()) {
            throw Damage.corrupt(
                    segment.path(),
                    0,
                    "it continues after index " + (header.firstIndex() - 1) + " of term " + header.previousTerm()
                            + ", but the files before it end with index " + index.lastIndex() + " of term "
                            + index.lastTerm());
        }
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

    /** Takes over a frame that is certainly as it was written; if it makes no sense, no power cut explains it. */
    void take(Frame frame) throws IOException {
        if (frame.kind() == Frame.ENTRIES) {
            EntryBatch entries = decode(frame);
            if (entries.firstIndex() != frame.index()
                    || entries.count() != frame.entryCount()
                    || !Following.isNext(entries, index.lastIndex(), index.lastTerm())) {
                throw damage(frame, entries + " after index " + index.lastIndex() + " of term " + index.lastTerm());
            }
            index.append(window.segment(), frame.position(), entries);
        } else if (frame.index() > index.lastIndex() + 1) {
            throw damage(frame, "a cut at index " + frame.index() + " in a log of " + index.lastIndex());
        } else if (frame.kind() == Frame.TRUNCATION) {
            index.truncateFrom(frame.index(), frame.previousTerm());
        }
    }

    EntryBatch decode(Frame frame) throws IOException {
        int at = window.at(frame.position() + Frame.OVERHEAD, frame.payloadBytes());
        try {
            // Only looked at, so it need not own the bytes.
            return EntryBatch.decode(window.bytes(), at, at + frame.payloadBytes(), entryBytes);
        } catch (MalformedEntriesException e) {
            throw damage(frame, e.getMessage());
        }
    }

    private RuntimeException damage(Frame frame, @Nullable String what) {
        return Damage.corrupt(window.segment().path(), frame.position(), "a frame with a valid checksum holds " + what);
    }

    /** Refuses bytes that no write can have left that was cut off before it was acknowledged. */
    void requireTorn(long position, long end, boolean last) throws IOException {
        Segment segment = window.segment();
        if (!last) {
            throw Damage.corrupt(segment.path(), position, "no valid frame, though another file follows");
        }
        // A head may end in zeros, behind what counts as the end here.
        for (long at = position + 1; at < Math.min(end, segment.size() - Frame.OVERHEAD + 1); at++) {
            int from = window.at(at, Frame.OVERHEAD);
            Frame behind = Frame.isMagic(window.bytes(), from) ? Frame.read(window.bytes(), from, segment, at) : null;
            if (behind != null && behind.groupStart() > position) {
                throw Damage.corrupt(
                        segment.path(), position, "no valid frame, though a later write left one at byte " + at);
            }
        }
    }

    private void dropTornTail(long position, long end, boolean last) throws IOException {
        requireTorn(position, end, last);
        Segment segment = window.segment();
        LOG.warn(
                "Dropped {} bytes at the end of the log, from a last write that was cut off before it was acknowledged:"
                        + " file={} offset={} lastIndex={}",
                end - position,
                segment.path(),
                position,
                index.lastIndex());
        WholeFile.fillWithZeros(segment.file(), position, end);
        window.reset(segment);
    }
}

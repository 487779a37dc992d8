package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log from its first file to its last, for a start and for an inspection alike, and goes on behind damage. What
 * counts of what it reads, {@link ScannedLog} knows.
 */
final class LogScan {

    private final ScannedLog log;
    private final EntryId snapshot;
    private final SegmentScan frames;
    private final Report report;
    private boolean isDamaged;
    private boolean isLossOpen;
    private SegmentScan.End end;

    /** Who hears of what is not as it was written. */
    interface Report {
        /** The end of a last write, cut off before it was acknowledged; no frame starts before an offset. */
        void torn(Segment segment, long from, long upTo, long lastIndex);

        /** A damaged place. */
        void damaged(Segment segment, long offset, long byteCount, StorageException why);

        /**
         * What the damaged places cost that were reported since the last call: nothing if the first index is 0, all from the
         * first index on if the last is 0.
         */
        void lost(long firstIndex, long lastIndex);

        /** A file was read; behind an offset it holds zeros only. */
        void read(Segment segment, long usedBytes);
    }

    /**
     * Of the files that are the log.
     *
     * @param snapshot the last entry of the newest snapshot that is sound, {@link EntryId#NONE} if there is none
     * @param entryBytes how long a payload may be
     */
    LogScan(LogIndex index, EntryId snapshot, Segment any, int entryBytes, Report report) {
        this.log = new ScannedLog(index, snapshot);
        this.snapshot = snapshot;
        this.frames = new SegmentScan(new FileWindow(any, Recovery.SCAN_BYTES), entryBytes);
        this.report = report;
        this.end = new SegmentScan.End(any.dataStart(), any.dataStart(), false);
    }

    /** What counts, and what may have counted. */
    ScannedLog log() {
        return log;
    }

    /** Where the last file ends; a damaged one at its very end, so that nothing is written behind damage. */
    SegmentScan.End end() {
        return end;
    }

    /** Says that other files on the disk are damaged, so that what looks like a write that was cut off may be rot as well. */
    void suspect() {
        isDamaged = true;
    }

    /** Reads all files. */
    void read(List<Segment> segments) throws IOException {
        LogFile before = LogFile.of(segments.get(0).header());
        start(segments.get(0), before.missing(segments.get(0).path(), snapshot));
        read(segments.get(0), segments.size() == 1);
        for (int at = 1; at < segments.size(); at++) {
            LogFile next = LogFile.of(segments.get(at).header());
            if (!next.continues(before)) {
                damage(segments.get(at), 0, 0, next.missing(segments.get(at).path()));
            }
            read(segments.get(at), at == segments.size() - 1);
            before = next;
        }
    }

    /**
     * Begins with the first file.
     *
     * @param missing why the log cannot start there, or null if it can
     */
    private void start(Segment first, @Nullable StorageException missing) {
        SegmentHeader header = first.header();
        boolean isBaseKnown = missing == null && (!first.isHeaderLost() || header.firstIndex() == 1);
        EntryId base = isBaseKnown ? header.before() : snapshot;
        log.startBehind(base);
        if (missing != null) {
            damage(first, 0, 0, missing);
        } else if (!isBaseKnown) {
            log.disconnect();
        }
    }

    private void read(Segment segment, boolean last) throws IOException {
        frames.turnTo(segment);
        Flaw flaw = segment.flaw();
        if (flaw == null || !flaw.isHeaderLost()) {
            follow(segment);
        } else {
            note(segment, flaw.offset(), flaw.byteCount(), flaw.why());
        }
        long position = readFrames(segment, last);
        if (flaw != null && !flaw.isHeaderLost()) {
            damage(segment, flaw.offset(), flaw.byteCount(), flaw.why());
        } else if (flaw != null && position == segment.dataStart()) {
            log.disconnect();
        }
        report.read(segment, Math.min(position, segment.size()));
        if (last) {
            finish(segment);
        }
    }

    private void finish(Segment segment) {
        if (isLossOpen) {
            report.lost(log.isConnected() ? 0 : log.due(), 0);
        }
        if (!log.isConnected() || segment.flaw() != null) {
            end = new SegmentScan.End(segment.size(), segment.size(), false);
        }
    }

    /** What a file's header says of the log in front of it. */
    private void follow(Segment segment) {
        SegmentHeader header = segment.header();
        EntryId before = header.before();
        EntryId last = log.tail();
        boolean isNext = last == null ? isLossOpen || log.due() == header.firstIndex() : last.equals(before);
        if (!isNext) {
            String what = "it continues after index " + before.index() + " of term " + before.term()
                    + ", but the files before it end with index " + (log.due() - 1)
                    + (last == null ? "" : " of term " + last.term());
            damage(segment, 0, 0, Damage.corrupt(segment.path(), 0, what));
        }
        log.reconnect(before);
        settle(before);
    }

    private long readFrames(Segment segment, boolean last) throws IOException {
        long position = segment.dataStart();
        end = new SegmentScan.End(position, position, false);
        long garbageEnd = -1;
        while (true) {
            Frame frame = frames.frameAt(position);
            if (frame != null) {
                take(segment, frame);
                position = frame.end();
                end = new SegmentScan.End(position, frame.groupStart(), frame.kind() == Frame.SYNCED);
                continue;
            }
            garbageEnd = garbageEnd < 0 ? frames.endOfNonZeros(position) : garbageEnd;
            if (garbageEnd <= position) {
                return position;
            }
            StorageException why = frames.rot(position, garbageEnd, last);
            if (why == null && isDamaged) {
                // On a disk that is known to rot it might just as well be rot.
                why = Damage.corrupt(segment.path(), position, "no valid frame, behind other damage");
            }
            if (why == null) {
                report.torn(segment, position, garbageEnd, log.index().lastIndex());
                return garbageEnd;
            }
            position = skip(segment, position, garbageEnd, why);
        }
    }

    /** Steps over a damaged place, to where the next frame starts or what was written ends. */
    private long skip(Segment segment, long position, long garbageEnd, StorageException why) throws IOException {
        Frame head = frames.headAt(position);
        if (head != null) {
            // Only the entries are lost; which ones, the head still says.
            settle(head.before());
            damage(segment, position, head.end() - position, why);
            report.lost(head.index(), head.lastIndex());
            isLossOpen = false;
            log.skip(head.lastIndex());
            return head.end();
        }
        long next = position + 1;
        while (next < garbageEnd && frames.headAt(next) == null) {
            next++;
        }
        damage(segment, position, next - position, why);
        return next;
    }

    private void take(Segment segment, Frame frame) throws IOException {
        EntryBatch entries;
        try {
            entries = frames.decode(frame);
        } catch (StorageException refusal) {
            if (refusal.reason() != Reason.CORRUPT) {
                throw refusal;
            }
            damage(segment, frame.position(), frame.end() - frame.position(), refusal);
            return;
        }
        StorageException misfit = log.isConnected() ? frames.misfit(frame, entries, log.index()) : null;
        if (misfit != null) {
            damage(segment, frame.position(), 0, misfit);
        }
        log.reconnect(frame.before());
        log.reconnectWithin(entries);
        settle(frame.before());
        log.take(segment, frame, entries);
    }

    private void damage(Segment segment, long offset, long byteCount, StorageException why) {
        log.disconnect();
        note(segment, offset, byteCount, why);
    }

    private void note(Segment segment, long offset, long byteCount, StorageException why) {
        report.damaged(segment, offset, byteCount, why);
        isDamaged = true;
        isLossOpen = true;
    }

    /** The log is known to have ended with an entry here; so it is known what the damage in front of it has cost. */
    private void settle(EntryId before) {
        if (isLossOpen) {
            boolean isLoss = log.due() <= before.index();
            report.lost(isLoss ? log.due() : 0, isLoss ? before.index() : 0);
            isLossOpen = false;
        }
        log.settle(before);
    }
}

package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.spi.StorageException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One file of the log, read from front to back: what {@link SegmentScan} refuses is noted and stepped over. */
final class SegmentInspection {

    private final String name;
    private final Segment segment;
    private final SegmentScan scan;
    private final FileWindow window;
    private final LogIndex index;
    private final Findings findings;
    private long garbageEnd = -1;

    SegmentInspection(
            String name, Segment segment, SegmentScan scan, FileWindow window, LogIndex index, Findings findings) {
        this.name = name;
        this.segment = segment;
        this.scan = scan;
        this.window = window;
        this.index = index;
        this.findings = findings;
    }

    /**
     * Takes over every valid frame and returns where what was written ends.
     *
     * @param last whether no file follows, so that it may end in a torn write
     * @param whole whether it is as long as it has to be; one that was cut ends in no torn write either
     */
    long read(boolean last, boolean whole) throws IOException {
        long position = segment.dataStart();
        while (true) {
            Frame frame = scan.frameAt(position);
            if (frame != null) {
                take(frame);
                position = frame.end();
                continue;
            }
            long end = endOfGarbage(position);
            if (end == position) {
                return position;
            }
            StorageException refusal = refusal(position, end, last, whole);
            if (refusal == null) {
                String what = "a last write that was cut off before it was acknowledged";
                findings.note(StorageVerdict.TORN_TAIL, name, position, end - position, what);
                return end;
            }
            position = skip(position, end, refusal);
        }
    }

    private void take(Frame frame) throws IOException {
        if (findings.isOpen()) {
            LogInspector.goOnAt(index, findings, frame.index(), termOf(frame));
        }
        try {
            scan.take(frame);
        } catch (StorageException refusal) {
            findings.refuse(name, frame.position(), frame.end() - frame.position(), refusal);
            findings.leaveOpen();
        }
    }

    /** The first term in a frame, or the largest number if it has none or none that can be read. */
    private long termOf(Frame frame) throws IOException {
        try {
            return frame.kind() == Frame.ENTRIES ? scan.decode(frame).term(frame.index()) : Long.MAX_VALUE;
        } catch (StorageException | IndexOutOfBoundsException unreadable) {
            return Long.MAX_VALUE;
        }
    }

    /** Looked for once: what lies behind stays the same. */
    private long endOfGarbage(long position) throws IOException {
        if (garbageEnd < 0) {
            garbageEnd = window.endOfNonZeros(position);
        }
        return Math.max(position, garbageEnd);
    }

    private @Nullable StorageException refusal(long position, long end, boolean last, boolean whole)
            throws IOException {
        try {
            scan.requireTorn(position, end, last);
            return whole ? null : Damage.corrupt(segment.path(), position, "no valid frame, and the file was cut");
        } catch (StorageException refusal) {
            return refusal;
        }
    }

    /** Notes a damaged place and returns where the next frame starts, or where what was written ends. */
    private long skip(long position, long end, StorageException refusal) throws IOException {
        Frame head = scan.headAt(position);
        if (head != null) {
            LogInspector.goOnAt(index, findings, head.index(), Long.MAX_VALUE);
            findings.refuse(name, position, head.end() - position, refusal);
            findings.lose(head.index(), head.lastIndex());
            index.skipTo(head.lastIndex() + 1);
            return head.end();
        }
        long next = position + 1;
        while (next < end && scan.headAt(next) == null) {
            next++;
        }
        findings.refuse(name, position, next - position, refusal);
        findings.leaveOpen();
        return next;
    }
}

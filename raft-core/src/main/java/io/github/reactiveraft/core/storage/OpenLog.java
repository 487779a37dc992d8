package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.spi.LogWrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The log while it is open: recovered from its files, then written and read. */
final class OpenLog {

    static final int SCAN_BYTES = 1024 * 1024;

    private final OpenFiles files;
    private final int entryBytes;
    private final LogIndex index = new LogIndex();
    private final LogAppender appender;
    private final LogReader reader;

    /** Recovers the log; refuses what is damaged before anything was changed. */
    OpenLog(Disk disk, OpenFiles files, int entryBytes, int segmentBytes) throws IOException {
        this.files = files;
        this.entryBytes = entryBytes;
        SegmentScan.End end = scan();
        makeDurable(disk, end);
        this.appender = new LogAppender(disk, index, files.segments(), end, segmentBytes);
        this.reader = new LogReader(index, files.lastSegment(), entryBytes);
    }

    private SegmentScan.End scan() throws IOException {
        List<Segment> segments = files.segments();
        SegmentScan scan = new SegmentScan(index, new FileWindow(segments.get(0), SCAN_BYTES), entryBytes);
        for (Segment segment : segments.subList(0, segments.size() - 1)) {
            scan.read(segment, false);
        }
        return scan.read(files.lastSegment(), true);
    }

    /**
     * Makes durable what was read, before anybody builds on it. After a crash without a power cut it may have stood in
     * the page cache only; after a failed sync it may do so in pages that pass for clean, which another sync would skip.
     * So the last group, the only one that can be concerned, is written again. Names come first: state and log must not
     * be ahead of an identity that may still vanish.
     */
    private void makeDurable(Disk disk, SegmentScan.End end) throws IOException {
        disk.forceDirectory("");
        Segment last = files.lastSegment();
        FileWindow window = new FileWindow(last, SCAN_BYTES);
        for (long position = end.groupStart(); position < end.position(); ) {
            int length = (int) Math.min(SCAN_BYTES, end.position() - position);
            int at = window.at(position, length);
            last.file().write(position, ByteBuffer.wrap(window.bytes(), at, length));
            position += length;
        }
        last.file().force();
        files.state().renew();
        for (String name : disk.list("")) {
            if (name.endsWith(WholeFile.TEMPORARY)) {
                disk.delete(name);
            }
        }
    }

    Recovered recovered() throws IOException {
        long lastIndex = index.lastIndex();
        return new Recovered(
                files.identity().owner().incarnation(),
                files.state().state(),
                index.termRuns(),
                lastIndex,
                lastIndex == 0 ? 0 : reader.read(lastIndex, 1).timestamp(lastIndex),
                files.identity().founders());
    }

    void write(List<LogWrite> writes) throws IOException {
        for (LogWrite write : writes) {
            HardState state = write.hardState();
            if (state != null) {
                // Nothing of a later term may be on disk before the term is, and nothing earlier may be missing behind
                // it.
                appender.force();
                files.state().write(state);
            }
            if (write.truncateFrom() > 0 && write.truncateFrom() <= index.lastIndex()) {
                appender.truncateFrom(write.truncateFrom());
            }
            Following.require(write.entries(), index.lastIndex(), index.lastTerm(), entryBytes);
            appender.append(write.entries());
        }
        appender.force();
    }

    EntryBatch read(long fromIndex, int maxBytes) throws IOException {
        if (fromIndex < 1 || fromIndex > index.lastIndex()) {
            throw new IllegalArgumentException("No entry " + fromIndex + " in a log of " + index.lastIndex());
        }
        return reader.read(fromIndex, maxBytes);
    }

    /** Leaves proof that all was synced. */
    void finish() throws IOException {
        appender.prove();
    }
}

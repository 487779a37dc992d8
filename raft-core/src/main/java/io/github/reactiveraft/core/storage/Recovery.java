package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.spi.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * Makes one log behind one snapshot out of the files of a directory, whatever the last power cut left half done. What is
 * damaged is refused before anything is changed.
 *
 * <p>Bringing a snapshot into force takes several steps, and the first one, the renaming of its file, decides: the rest
 * is done here if it was not done before. Deletions come last, and any of them may be missing; which files are the log
 * all the same, {@link LogFile} says.
 */
final class Recovery {

    static final int SCAN_BYTES = 1024 * 1024;

    private final Disk disk;
    private final OpenFiles files;
    private final LogIndex index;
    private final int entryBytes;
    private final EntryId snapshot;

    /** Of opened files, into an empty index. */
    Recovery(Disk disk, OpenFiles files, LogIndex index, int entryBytes) {
        this.disk = disk;
        this.files = files;
        this.index = index;
        this.entryBytes = entryBytes;
        this.snapshot = files.snapshots().newest();
    }

    /**
     * Recovers; the log is then durable, and starts nowhere behind the newest snapshot.
     *
     * @param segmentBytes how long a new file is, if one is needed
     */
    SegmentScan.End run(int segmentBytes) throws IOException {
        int leftOverCount = leftOverCount();
        List<Segment> live =
                files.segments().subList(leftOverCount, files.segments().size());
        SegmentScan.End end = scan(live);
        requireDispensable(files.snapshots().damagedAtTheEnd());
        makeDurable(end);
        files.snapshots().putAside(disk);
        if (!index.contains(snapshot)) {
            end = replaceLog(segmentBytes);
            leftOverCount = files.segments().size() - 1;
        }
        files.deleteSegments(disk, leftOverCount);
        deleteTemporaries();
        return end;
    }

    /** How many segments at the start are none of the log's any more. */
    private int leftOverCount() {
        List<LogFile> all = files.segments().stream()
                .map(segment -> LogFile.of(segment.header()))
                .toList();
        int count = LogFile.leftOverCount(all, snapshot);
        if (!all.get(count).isStartBeside(snapshot)) {
            Map<EntryId, StorageException> damaged = files.snapshots().damagedAtTheEnd();
            throw damaged.isEmpty()
                    ? all.get(count).missing(files.segments().get(count).path())
                    : damaged.values().iterator().next();
        }
        return count;
    }

    private SegmentScan.End scan(List<Segment> live) throws IOException {
        SegmentHeader first = live.get(0).header();
        index.startBehind(first.firstIndex() - 1, first.previousTerm());
        SegmentScan scan = new SegmentScan(index, new FileWindow(live.get(0), SCAN_BYTES), entryBytes);
        for (Segment segment : live.subList(0, live.size() - 1)) {
            scan.read(segment, false);
        }
        return scan.read(live.get(live.size() - 1), true);
    }

    private void requireDispensable(Map<EntryId, StorageException> damaged) {
        for (Map.Entry<EntryId, StorageException> each : damaged.entrySet()) {
            if (!files.snapshots().isDispensable(each.getKey(), index)) {
                throw each.getValue();
            }
        }
    }

    /**
     * Makes durable what was read, before anybody builds on it. After a crash without a power cut it may have stood in
     * the page cache only; after a failed sync it may do so in pages that pass for clean, which another sync would skip.
     * So the last group, the only one that can be concerned, is written again. Names come first: state and log must not
     * be ahead of an identity that may still vanish.
     */
    private void makeDurable(SegmentScan.End end) throws IOException {
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
    }

    /** The log does not contain the snapshot's last entry: it was to be replaced by the snapshot. */
    private SegmentScan.End replaceLog(int segmentBytes) throws IOException {
        Segment anew = Segment.create(disk, files.lastSegment().header().newLogBehind(snapshot, segmentBytes));
        files.segments().add(anew);
        disk.forceDirectory("");
        index.startBehind(snapshot.index(), snapshot.term());
        return new SegmentScan.End(anew.dataStart(), anew.dataStart(), false);
    }

    private void deleteTemporaries() throws IOException {
        for (String name : disk.list("")) {
            if (name.endsWith(WholeFile.TEMPORARY)) {
                disk.delete(name);
            }
        }
    }
}

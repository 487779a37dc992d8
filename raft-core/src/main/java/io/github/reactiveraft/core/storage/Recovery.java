package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.spi.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes one log behind one snapshot out of the files of a directory, whatever the last power cut left half done, and
 * whatever is damaged. If damage may have cost something that was acknowledged, the log ends in front of it, and
 * {@link #claim} says how far it reached; that is durable before anything else is changed.
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
    private final RecoveryReport report = new RecoveryReport();
    private EntryId claim = EntryId.NONE;
    private List<LogIndex> stranded = List.of();

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
        List<LogFile> said = files.segments().stream()
                .map(segment -> LogFile.of(segment.header()))
                .toList();
        int leftOverCount = LogFile.firstOf(said, snapshot);
        LogScan scan = new LogScan(index, snapshot, files.segments().get(leftOverCount), entryBytes, report);
        boolean isSuspect = !files.snapshots().damaged().isEmpty();
        if (isSuspect) {
            scan.suspect();
        }
        scan.read(files.segments().subList(leftOverCount, files.segments().size()));
        SegmentScan.End end = scan.end();
        settleClaim(scan);
        report.dropTornTail();
        makeDurable(end);
        if (isSuspect && isDamagedAtItsEnd(end)) {
            end = goOnInAnotherFile(segmentBytes);
        }
        files.snapshots().putAside(disk);
        if (!index.contains(snapshot)) {
            end = replaceLog(segmentBytes);
            leftOverCount = files.segments().size() - 1;
        }
        Aside aside = new Aside(disk);
        try {
            files.deleteSegments(disk, aside, leftOverCount);
        } finally {
            aside.await();
        }
        deleteLeftOver();
        return end;
    }

    /** The last entry that the log is known to have had, or more, if it lacks some of them now; else none. */
    EntryId claim() {
        return claim;
    }

    /** What can be read behind damage, if the log lacks something. */
    List<LogIndex> stranded() {
        return stranded;
    }

    /**
     * Finds out what the log may lack, and makes that durable.
     *
     * @throws StorageException the first damage that was met, if nobody else has what is lost
     */
    private void settleClaim(LogScan scan) throws IOException {
        long term = files.state().state().term();
        List<EntryId> claims = new ArrayList<>();
        claims.add(DoubtFile.read(disk, disk.list(""), term));
        claims.add(scan.log().claim(term));
        for (Map.Entry<EntryId, StorageException> each :
                files.snapshots().damagedAtTheEnd().entrySet()) {
            if (!files.snapshots().isDispensable(each.getKey(), index)) {
                report.damaged(disk.locate(SnapshotName.of(each.getKey())), each.getValue());
                claims.add(each.getKey());
            }
        }
        EntryId unmet = DoubtFile.unmet(claims, index.lastEntry(), snapshot);
        if (!unmet.equals(EntryId.NONE)) {
            requireOthers();
            DoubtFile.write(disk, unmet);
            claim = unmet;
            stranded = scan.log().stranded();
            report.doubtful(disk.locate(""), index.lastEntry(), unmet);
        }
    }

    private void requireOthers() {
        StorageException damage = report.firstDamage();
        if (files.identity().founders().voters().size() == 1 && damage != null) {
            throw damage;
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

    /** Whether entries count that stand in the last file, and nothing can be written behind them there. */
    private boolean isDamagedAtItsEnd(SegmentScan.End end) {
        Segment last = files.lastSegment();
        return end.position() == last.size()
                && index.contains(snapshot)
                && index.extents().stream().anyMatch(extent -> extent.segment().equals(last));
    }

    /**
     * The last file ends in damage that is no write that was cut off, since a snapshot is damaged, too. That is about to be put
     * aside; from then on, a file that follows is what says so.
     */
    private SegmentScan.End goOnInAnotherFile(int segmentBytes) throws IOException {
        SegmentHeader before = files.lastSegment().header();
        return create(new SegmentHeader(
                before.number() + 1, index.lastIndex() + 1, index.lastTerm(), segmentBytes, false, before.owner()));
    }

    /** The log does not contain the snapshot's last entry: it was to be replaced by the snapshot. */
    private SegmentScan.End replaceLog(int segmentBytes) throws IOException {
        SegmentScan.End end = create(files.lastSegment().header().newLogBehind(snapshot, segmentBytes));
        index.startBehind(snapshot.index(), snapshot.term());
        return end;
    }

    private SegmentScan.End create(SegmentHeader header) throws IOException {
        Segment anew = Segment.create(disk, header);
        files.segments().add(anew);
        disk.forceDirectory("");
        return new SegmentScan.End(anew.dataStart(), anew.dataStart(), false);
    }

    /** A claim is left over only now that what meets it is durable. */
    private void deleteLeftOver() throws IOException {
        for (String name : disk.list("")) {
            boolean isMetClaim = name.equals(DoubtFile.NAME) && claim.equals(EntryId.NONE);
            if (name.endsWith(WholeFile.TEMPORARY) || isMetClaim) {
                disk.delete(name);
            }
        }
    }
}

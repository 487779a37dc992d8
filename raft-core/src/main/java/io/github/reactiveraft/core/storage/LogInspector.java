package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.api.spi.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log as recovery does, but goes on behind damage: at the next frame that is certainly as it was written. What
 * it or the next file's header says of its index tells which entries are lost in between.
 */
final class LogInspector implements Closeable {

    private final Findings findings;
    private final SegmentFiles files;
    private final LogIndex index = new LogIndex();
    private final List<Inspected> inspected = new ArrayList<>();
    private @Nullable LogFile start;

    private record Inspected(String name, Segment segment, long usedBytes) {}

    LogInspector(Disk disk, Findings findings) {
        this.findings = findings;
        this.files = new SegmentFiles(disk, findings);
    }

    /** What is known of where entries stand; with gaps where some are lost. */
    LogIndex index() {
        return index;
    }

    /** The file that the log starts with, or null if there is none. */
    @Nullable
    LogFile start() {
        return start;
    }

    /**
     * Reads all files of the log, as the owner's if one is given, else as the first readable file's.
     *
     * @param snapshot the last entry of the newest snapshot in force, {@link EntryId#NONE} if there is none
     */
    void inspect(List<String> names, @Nullable Owner owner, EntryId snapshot) throws IOException {
        List<String> found = SegmentFiles.inOrder(names);
        if (found.isEmpty()) {
            files.refuseEmptyLog();
            return;
        }
        files.belongTo(owner == null ? files.anyOwner(found) : owner);
        List<LogFile> said = new ArrayList<>();
        for (String name : found) {
            said.add(files.said(name));
        }
        int first = first(said, snapshot);
        for (int at = 0; at < found.size(); at++) {
            if (at > 0 && said.get(at).number() == said.get(at - 1).number()) {
                files.refuseDouble(found.get(at));
            }
            if (at < first) {
                files.leaveOver(found.get(at));
                continue;
            }
            if (at == first) {
                startWith(found.get(at), said.get(at), snapshot);
            } else if (!said.get(at).continues(said.get(at - 1))) {
                files.refuseGap(found.get(at), said.get(at));
            }
            SegmentFiles.Opened opened = files.open(found.get(at), index);
            if (opened != null) {
                read(found.get(at), opened, at == found.size() - 1);
            }
        }
        if (findings.isOpen()) {
            findings.close(index.lastIndex() + 1, 0);
        }
    }

    /** As recovery decides; but where it finds that something is missing, what stands in front of the gap is read, too. */
    private static int first(List<LogFile> said, EntryId snapshot) {
        int first = LogFile.leftOverCount(said, snapshot);
        while (first > 0 && !said.get(first).isNewLog() && !said.get(first).isStartBeside(snapshot)) {
            first = LogFile.leftOverCount(said.subList(0, first), snapshot);
        }
        return first;
    }

    private void startWith(String name, LogFile file, EntryId snapshot) {
        start = file;
        if (file.isStartBeside(snapshot)) {
            index.startBehind(file.firstIndex() - 1, file.previousTerm());
        } else {
            index.startBehind(snapshot.index(), snapshot.term());
            files.refuseGap(name, file);
        }
    }

    /** Leaves the log as the next start does, to be called if nothing stands against one. */
    void settle(EntryId snapshot) {
        if (!index.contains(snapshot)) {
            findings.note(
                    StorageVerdict.CLEAN,
                    SnapshotName.of(snapshot),
                    0,
                    0,
                    "the log does not contain its last entry, and so was to be replaced by it; the next start does that");
            index.startBehind(snapshot.index(), snapshot.term());
        }
    }

    private void read(String name, SegmentFiles.Opened opened, boolean last) throws IOException {
        Segment segment = opened.segment();
        FileWindow window = new FileWindow(segment, Recovery.SCAN_BYTES);
        SegmentScan scan = new SegmentScan(index, window, Integer.MAX_VALUE);
        continueIn(name, segment, scan);
        long end = segment.dataStart();
        if (segment.size() > end) {
            boolean whole = opened.shortBy() == 0;
            end = new SegmentInspection(name, segment, scan, window, index, findings).read(last, whole);
        }
        if (opened.shortBy() > 0) {
            StorageException why = Damage.corrupt(
                    segment.path(), segment.size(), "its last " + opened.shortBy() + " bytes are missing");
            findings.refuse(name, segment.size(), opened.shortBy(), why);
            findings.leaveOpen();
        }
        inspected.add(new Inspected(name, segment, Math.min(end, segment.size())));
    }

    private void continueIn(String name, Segment segment, SegmentScan scan) {
        SegmentHeader header = segment.header();
        boolean isTermKnown = !isLastEntryLost() || header.firstIndex() != index.lastIndex() + 1;
        if (!findings.isOpen() && isTermKnown) {
            try {
                scan.requireContinues(segment);
                return;
            } catch (StorageException refusal) {
                findings.refuse(name, 0, segment.dataStart(), refusal);
                findings.leaveOpen();
            }
        }
        goOnAt(index, findings, header.firstIndex(), header.previousTerm());
    }

    private boolean isLastEntryLost() {
        List<Extent> extents = index.extents();
        return index.lastIndex()
                > (extents.isEmpty()
                        ? index.baseIndex()
                        : extents.get(extents.size() - 1).lastIndex());
    }

    /**
     * Goes on at an index that is said to be due, behind damage. What is missing in front of it is lost; what stands
     * there already was removed by a frame that is lost, and so was whatever has a later term than what follows.
     */
    static void goOnAt(LogIndex index, Findings findings, long due, long term) {
        for (TermRun run : index.termRuns()) {
            if (run.term() > term) {
                index.truncateFrom(run.firstIndex(), index.termAt(run.firstIndex() - 1));
                break;
            }
        }
        if (due <= index.lastIndex()) {
            index.truncateFrom(due, index.termAt(due - 1));
        }
        long lost = index.lastIndex() + 1;
        index.skipTo(due);
        findings.close(lost < due ? lost : 0, lost < due ? due - 1 : 0);
    }

    InspectedLog log() {
        List<InspectedSegment> segments = new ArrayList<>();
        long firstIndex = 0;
        long entryCount = 0;
        for (Inspected file : inspected) {
            long first = 0;
            long last = 0;
            for (Extent extent : index.extents()) {
                long from = Math.max(extent.firstIndex(), index.baseIndex() + 1);
                if (extent.segment() == file.segment() && from <= extent.lastIndex()) {
                    first = first == 0 ? from : first;
                    last = extent.lastIndex();
                    entryCount += last - from + 1;
                }
            }
            firstIndex = firstIndex == 0 ? first : firstIndex;
            Segment segment = file.segment();
            segments.add(new InspectedSegment(
                    file.name(), segment.header().number(), first, last, file.usedBytes(), segment.size()));
        }
        return new InspectedLog(
                index.baseIndex(),
                index.baseTerm(),
                firstIndex,
                index.lastIndex(),
                entryCount,
                index.termRuns(),
                segments);
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}

package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.api.spi.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the log as a start does, with the same code, and says what is damaged and what that costs. */
final class LogInspector implements Closeable, LogScan.Report {

    private final Disk disk;
    private final Findings findings;
    private final List<Segment> opened = new ArrayList<>();
    private final List<Inspected> inspected = new ArrayList<>();
    private final LogIndex index = new LogIndex();
    private final SortedMap<Integer, StorageException> damage = new TreeMap<>();
    private @Nullable LogScan scan;
    private @Nullable LogFile start;

    private record Inspected(Segment segment, long usedBytes) {}

    LogInspector(Disk disk, Findings findings) {
        this.disk = disk;
        this.findings = findings;
    }

    /** The log as a start would have it: if damage costs it entries, it ends in front of that. */
    LogIndex index() {
        return index;
    }

    /** The file that the log starts with, or null if there is none. */
    @Nullable
    LogFile start() {
        return start;
    }

    /** What the log may lack, see {@link ScannedLog#claim}. */
    EntryId claim(long term) {
        return scan == null ? EntryId.NONE : scan.log().claim(term);
    }

    /** Where entries stand that can be read, in order: those of the log, and behind damage what may have been in it. */
    List<Extent> extents() {
        List<Extent> extents = new ArrayList<>(index.extents());
        if (scan != null) {
            scan.log().runs().forEach(run -> extents.addAll(run.extents()));
        }
        return extents;
    }

    /**
     * Reads all files of the log, as the owner's if one is given, else as the first readable file's.
     *
     * @param snapshot the last entry of the newest snapshot in force, {@link EntryId#NONE} if there is none
     * @param isSuspect whether a start finds a damaged snapshot
     */
    void inspect(List<String> names, @Nullable Owner owner, EntryId snapshot, boolean isSuspect) throws IOException {
        List<String> found = Segment.inOrder(names);
        if (found.isEmpty()) {
            findings.refuse("", 0, 0, Damage.corrupt(disk.locate(""), 0, "the log is missing"));
            return;
        }
        Owner whose = owner == null ? anyOwner(found) : owner;
        for (String name : found) {
            open(name, whose);
        }
        if (opened.isEmpty()) {
            return;
        }
        List<LogFile> said =
                opened.stream().map(segment -> LogFile.of(segment.header())).toList();
        int first = LogFile.firstOf(said, snapshot);
        for (Segment leftOver : opened.subList(0, first)) {
            String what = "left over, for a snapshot has taken its place; the next start deletes it";
            findings.note(StorageVerdict.CLEAN, leftOver.name(), 0, leftOver.size(), what);
        }
        start = said.get(first);
        LogScan reading = new LogScan(index, snapshot, opened.get(first), Integer.MAX_VALUE, this);
        scan = reading;
        if (isSuspect) {
            reading.suspect();
        }
        reading.read(opened.subList(first, opened.size()));
    }

    /** Opens a file, or notes why no node would. */
    private void open(String name, Owner owner) throws IOException {
        try {
            Segment segment = Segment.open(disk, name, owner);
            opened.add(segment);
            Segment before = opened.size() < 2 ? null : opened.get(opened.size() - 2);
            if (before != null && before.header().number() == segment.header().number()) {
                findings.refuse(name, 0, 0, Damage.doubled(segment.path()));
            }
        } catch (StorageException refusal) {
            findings.refuse(name, 0, findings.size(name), refusal);
        }
    }

    /** Whose the first file that can be read says that it is, so that the log can be read if nothing else says so. */
    private Owner anyOwner(List<String> names) throws IOException {
        for (String name : names) {
            try {
                return Segment.ownerOf(disk, name);
            } catch (StorageException unreadable) {
                // What is wrong with it is noted when it is opened.
            }
        }
        return new Owner("", "", "", 0);
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
            scan = null;
        }
    }

    @Override
    public void torn(Segment segment, long from, long upTo, long lastIndex) {
        String what = "a last write that was cut off before it was acknowledged";
        findings.note(StorageVerdict.TORN_TAIL, segment.name(), from, upTo - from, what);
    }

    @Override
    public void damaged(Segment segment, long offset, long byteCount, StorageException why) {
        damage.put(findings.suspect(segment.name(), offset, byteCount, why), why);
    }

    /** The log lacks nothing: what can be read behind damage was none of it any more. */
    void forgetStranded() {
        scan = null;
    }

    /** Says what the damage that was found means. */
    void judge(StorageVerdict verdict) {
        damage.forEach((number, why) -> findings.judge(number, verdict, why));
    }

    @Override
    public void lost(long firstIndex, long lastIndex) {
        findings.close(firstIndex, lastIndex);
    }

    @Override
    public void read(Segment segment, long usedBytes) {
        inspected.add(new Inspected(segment, usedBytes));
    }

    /**
     * Describes the log.
     *
     * @param lastKnown how far it reached if it lacks entries now, or {@link EntryId#NONE}
     */
    InspectedLog log(EntryId lastKnown) {
        List<InspectedSegment> segments = new ArrayList<>();
        long entryCount = 0;
        long firstIndex = 0;
        long lastIndex = index.baseIndex();
        List<Extent> extents = extents();
        for (Inspected file : inspected) {
            long first = 0;
            long last = 0;
            for (Extent extent : extents) {
                long from = Math.max(extent.firstIndex(), lastIndex + 1);
                if (extent.segment() == file.segment() && from <= extent.lastIndex()) {
                    first = first == 0 ? from : first;
                    last = extent.lastIndex();
                    lastIndex = last;
                    entryCount += last - from + 1;
                }
            }
            firstIndex = firstIndex == 0 ? first : firstIndex;
            Segment segment = file.segment();
            segments.add(new InspectedSegment(
                    segment.name(), segment.header().number(), first, last, file.usedBytes(), segment.size()));
        }
        return new InspectedLog(
                index.baseIndex(),
                index.baseTerm(),
                firstIndex,
                lastIndex,
                entryCount,
                termRuns(),
                segments,
                lastKnown);
    }

    private List<TermRun> termRuns() {
        List<TermRun> termRuns = new ArrayList<>(index.termRuns());
        if (scan != null) {
            for (LogIndex run : scan.log().runs()) {
                for (TermRun each : run.termRuns()) {
                    TermRun last = termRuns.isEmpty() ? null : termRuns.get(termRuns.size() - 1);
                    if (last == null || (each.firstIndex() > last.firstIndex() && each.term() > last.term())) {
                        termRuns.add(each);
                    }
                }
            }
        }
        return termRuns;
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : opened) {
            segment.close();
        }
    }
}

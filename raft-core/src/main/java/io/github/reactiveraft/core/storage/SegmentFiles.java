package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of a log as an inspection opens them: as many as can be read, with what is wrong about each. */
final class SegmentFiles implements Closeable {

    private final Disk disk;
    private final Findings findings;
    private final List<Segment> opened = new ArrayList<>();
    private @Nullable Owner owner;

    /**
     * A file that can be read.
     *
     * @param shortBy how many bytes are missing at its end
     */
    record Opened(Segment segment, long shortBy) {}

    SegmentFiles(Disk disk, Findings findings) {
        this.disk = disk;
        this.findings = findings;
    }

    static List<String> inOrder(List<String> names) {
        return names.stream()
                .filter(name -> Segment.number(name) >= 0)
                .sorted(Comparator.comparingLong(Segment::number))
                .toList();
    }

    void belongTo(@Nullable Owner expected) {
        owner = expected;
    }

    /** Whom the first readable file names as its owner, or null. */
    @Nullable
    Owner anyOwner(List<String> names) throws IOException {
        for (String name : names) {
            SegmentHeader header = header(name);
            if (header != null) {
                return header.owner();
            }
        }
        return null;
    }

    /** Where a file says that it belongs, or else what its name says. */
    LogFile said(String name) throws IOException {
        SegmentHeader header = header(name);
        return header != null && Segment.name(header).equals(name)
                ? LogFile.of(header)
                : new LogFile(Segment.number(name), Segment.firstIndex(name), 0, false);
    }

    /** Notes a file that is none of the log's any more; a start opens it all the same, and then deletes it. */
    void leaveOver(String name) throws IOException {
        try (Segment segment = Segment.open(disk, name)) {
            requireOwned(segment);
            String what = "left over, for a snapshot has taken its place; the next start deletes it";
            findings.note(StorageVerdict.CLEAN, name, 0, segment.size(), what);
        } catch (StorageException refusal) {
            findings.refuse(name, 0, findings.size(name), refusal);
        }
    }

    /** Refuses a file that has the number of the one before it. */
    void refuseDouble(String name) {
        StorageException why = Damage.corrupt(disk.locate(name), 0, "there is another segment of the same number");
        findings.refuse(name, 0, 0, why);
    }

    /** Refuses a file that something is missing in front of. */
    void refuseGap(String name, LogFile file) {
        findings.refuse(name, 0, 0, file.missing(disk.locate(name)));
        findings.leaveOpen();
    }

    void refuseEmptyLog() {
        findings.refuse("", 0, 0, Damage.corrupt(disk.locate(""), 0, "the log is missing"));
    }

    /** Opens a file, or notes why it cannot be read and returns null. */
    @Nullable
    Opened open(String name, LogIndex index) throws IOException {
        try {
            Segment segment = keep(Segment.open(disk, name));
            requireOwned(segment);
            return new Opened(segment, 0);
        } catch (StorageException refusal) {
            Opened remains = refusal.reason() == Reason.CORRUPT ? remains(name, index, refusal) : null;
            if (remains == null) {
                findings.refuse(name, 0, findings.size(name), refusal);
                findings.leaveOpen();
            }
            return remains;
        }
    }

    private void requireOwned(Segment segment) {
        if (owner != null) {
            owner.requireSame(segment.header().owner(), segment.path());
        }
    }

    /** What can be read of a file that was cut or has lost its header. */
    private @Nullable Opened remains(String name, LogIndex index, StorageException refusal) throws IOException {
        long size = findings.size(name);
        SegmentHeader header = header(name);
        if (header != null
                && Segment.name(header).equals(name)
                && header.owner().equals(owner)) {
            SegmentHeader cut = new SegmentHeader(
                    header.number(),
                    header.firstIndex(),
                    header.previousTerm(),
                    size,
                    header.isNewLog(),
                    header.owner());
            Segment segment = keep(Segment.assume(disk, name, cut));
            if (size > header.fileBytes()) {
                findings.refuse(name, header.fileBytes(), size - header.fileBytes(), refusal);
            }
            return new Opened(segment, Math.max(0, header.fileBytes() - size));
        }
        if (header != null || owner == null) {
            return null;
        }
        SegmentHeader named =
                new SegmentHeader(Segment.number(name), Segment.firstIndex(name), index.lastTerm(), size, false, owner);
        if (size <= named.byteCount()) {
            return null;
        }
        findings.refuse(name, 0, named.byteCount(), refusal);
        return new Opened(keep(Segment.assume(disk, name, named)), 0);
    }

    private @Nullable SegmentHeader header(String name) throws IOException {
        try {
            return SegmentHeader.decode(WholeFile.read(disk, name, SegmentHeader.MAX_BYTES), disk.locate(name));
        } catch (StorageException unreadable) {
            return null;
        }
    }

    private Segment keep(Segment segment) {
        opened.add(segment);
        return segment;
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : opened) {
            segment.close();
        }
    }
}

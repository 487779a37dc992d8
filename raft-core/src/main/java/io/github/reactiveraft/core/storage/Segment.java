package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** One open file of the log: preallocated, written from front to back, never overwritten while it counts. */
final class Segment implements Closeable {

    private static final Pattern NAME = Pattern.compile("segment-(\\d{10})-(\\d{19})\\.log");

    private final SegmentHeader header;
    private final String name;
    private final String path;
    private final DiskFile file;
    private final int dataStart;
    private final byte[] salt;
    private final @Nullable Flaw flaw;

    private Segment(SegmentHeader header, String name, String path, DiskFile file, @Nullable Flaw flaw) {
        this.header = header;
        this.name = name;
        this.path = path;
        this.file = file;
        this.flaw = flaw;
        this.dataStart = header.byteCount();
        this.salt = salt(header);
    }

    static String name(SegmentHeader header) {
        return String.format(Locale.ROOT, "segment-%010d-%019d.log", header.number(), header.firstIndex());
    }

    /** Creates the file under its name, in full length; the directory is left to be forced. */
    static Segment create(Disk disk, SegmentHeader header) throws IOException {
        String name = name(header);
        WholeFile.create(disk, name, header.encode(), header.fileBytes());
        return created(disk, header);
    }

    /** Opens a file that was just written, under its name. */
    static Segment created(Disk disk, SegmentHeader header) throws IOException {
        String name = name(header);
        return new Segment(header, name, disk.locate(name), disk.open(name, false), null);
    }

    /**
     * Opens a file whatever state it is in, see {@link #flaw}. One without a header that can be read is taken for what its
     * name says, and for the owner's.
     *
     * @throws io.github.reactiveraft.api.spi.StorageException if it is somebody else's, or of another format version
     */
    static Segment open(Disk disk, String name, Owner owner) throws IOException {
        String path = disk.locate(name);
        ByteBuffer start = WholeFile.read(disk, name, SegmentHeader.MAX_BYTES);
        DiskFile file = disk.open(name, false);
        boolean opened = false;
        try {
            Segment segment = assess(name, start, path, file, owner);
            opened = true;
            return segment;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    /**
     * Whose a file says that it is.
     *
     * @throws io.github.reactiveraft.api.spi.StorageException if its header cannot be read
     */
    static Owner ownerOf(Disk disk, String name) throws IOException {
        return SegmentHeader.decode(WholeFile.read(disk, name, SegmentHeader.MAX_BYTES), disk.locate(name))
                .owner();
    }

    private static Segment assess(String name, ByteBuffer start, String path, DiskFile file, Owner owner)
            throws IOException {
        long size = file.size();
        SegmentHeader header;
        try {
            header = SegmentHeader.decode(start, path);
            owner.requireSame(header.owner(), path);
            if (!name(header).equals(name)) {
                throw Damage.corrupt(path, 0, "it was created as " + name(header));
            }
        } catch (StorageException refusal) {
            if (refusal.reason() != Reason.CORRUPT) {
                throw refusal;
            }
            SegmentHeader named = new SegmentHeader(number(name), firstIndex(name), 0, size, false, owner);
            Flaw flaw = new Flaw(0, Math.min(size, named.byteCount()), true, refusal);
            return new Segment(named, name, path, file, flaw);
        }
        if (size == header.fileBytes()) {
            return new Segment(header, name, path, file, null);
        }
        long offset = Math.min(size, header.fileBytes());
        long wrong = Math.abs(size - header.fileBytes());
        StorageException why = Damage.corrupt(
                path,
                offset,
                size < header.fileBytes()
                        ? "its last " + wrong + " bytes are missing"
                        : "it has " + wrong + " bytes more than it was made with");
        return new Segment(header.cutTo(offset), name, path, file, new Flaw(offset, wrong, false, why));
    }

    /** The names that are segments', in the order of their numbers. */
    static List<String> inOrder(List<String> names) {
        return names.stream()
                .filter(name -> number(name) >= 0)
                .sorted(Comparator.comparingLong(Segment::number))
                .toList();
    }

    /** The number in a file's name, or -1 if it is no segment's. */
    static long number(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    /** The first index in a segment's name; the largest there is for one that is larger still, which no file of ours has. */
    static long firstIndex(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return -1;
        }
        try {
            return Long.parseLong(matcher.group(2));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    SegmentHeader header() {
        return header;
    }

    /** What is wrong about the file beside its frames, or null. */
    @Nullable
    Flaw flaw() {
        return flaw;
    }

    /** Whether only the file's name says what it is. */
    boolean isHeaderLost() {
        return flaw != null && flaw.isHeaderLost();
    }

    /** The file's name. */
    String name() {
        return name;
    }

    String path() {
        return path;
    }

    DiskFile file() {
        return file;
    }

    /** Where the first frame starts. */
    int dataStart() {
        return dataStart;
    }

    long size() {
        return header.fileBytes();
    }

    /** Binds a frame's checksum to this file of this group. */
    void salt(CRC32C crc) {
        crc.update(salt, 0, salt.length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static byte[] salt(SegmentHeader header) {
        CRC32C group = new CRC32C();
        group.update(header.owner().group().getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(28)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.owner().incarnation())
                .putLong(header.number())
                .putLong(header.firstIndex())
                .putInt((int) group.getValue())
                .array();
    }
}

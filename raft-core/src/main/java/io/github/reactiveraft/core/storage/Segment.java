package io.github.reactiveraft.core.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** One open file of the log: preallocated, written from front to back, never overwritten while it counts. */
final class Segment implements Closeable {

    private static final Pattern NAME = Pattern.compile("segment-(\\d{10})-(\\d{19})\\.log");

    private final SegmentHeader header;
    private final String path;
    private final DiskFile file;
    private final int dataStart;
    private final byte[] salt;

    private Segment(SegmentHeader header, String path, DiskFile file) {
        this.header = header;
        this.path = path;
        this.file = file;
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
        return new Segment(header, disk.locate(name), disk.open(name, false));
    }

    /** Opens a file, which must be what its name says, and complete. */
    static Segment open(Disk disk, String name) throws IOException {
        String path = disk.locate(name);
        SegmentHeader header = SegmentHeader.decode(WholeFile.read(disk, name, SegmentHeader.MAX_BYTES), path);
        if (!name(header).equals(name)) {
            throw Damage.corrupt(path, 0, "it was created as " + name(header));
        }
        DiskFile file = disk.open(name, false);
        boolean opened = false;
        try {
            long size = file.size();
            if (size != header.fileBytes()) {
                throw Damage.corrupt(
                        path,
                        Math.min(size, header.fileBytes()),
                        "it is " + size + " bytes long instead of " + header.fileBytes());
            }
            opened = true;
            return new Segment(header, path, file);
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    /** Opens a file without a look at its header, under another that says what is left of it; for inspections only. */
    static Segment assume(Disk disk, String name, SegmentHeader header) throws IOException {
        return new Segment(header, disk.locate(name), disk.open(name, false));
    }

    /** The number in a file's name, or -1 if it is no segment's. */
    static long number(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    /** The first index in a segment's name. */
    static long firstIndex(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Long.parseLong(matcher.group(2)) : -1;
    }

    SegmentHeader header() {
        return header;
    }

    /** The file's name. */
    String name() {
        return name(header);
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

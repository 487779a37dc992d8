package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.SnapshotMeta;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A snapshot in force, and how many read it. */
final class SnapshotFile {

    private final SnapshotHeader header;
    private final long byteCount;
    private int readerCount;

    SnapshotFile(SnapshotHeader header, long byteCount) {
        this.header = header;
        this.byteCount = byteCount;
    }

    /**
     * Looks at a file's header and at its last record, without reading what is between them: that is checked when it is
     * read.
     *
     * @throws io.github.reactiveraft.api.spi.StorageException if it is damaged or belongs to somebody else
     */
    static SnapshotFile find(Disk disk, EntryId id, Owner owner) throws IOException {
        String name = SnapshotName.of(id);
        String path = disk.locate(name);
        try (DiskFile file = disk.open(name, false)) {
            SnapshotHeader header = SnapshotHeader.read(file, path);
            header.requireSame(owner, path);
            if (!header.meta().lastIncluded().equals(id)) {
                throw Damage.corrupt(
                        path,
                        Block.OVERHEAD,
                        "it was created as " + SnapshotName.of(header.meta().lastIncluded()));
            }
            requireEnd(file, path, header.encode());
            return new SnapshotFile(header, file.size());
        }
    }

    SnapshotMeta meta() {
        return header.meta();
    }

    EntryId id() {
        return header.meta().lastIncluded();
    }

    String name() {
        return SnapshotName.of(id());
    }

    long byteCount() {
        return byteCount;
    }

    /** The bytes it starts with. */
    ByteBuffer header() {
        return header.encode();
    }

    boolean isRead() {
        return readerCount > 0;
    }

    void onOpened() {
        readerCount++;
    }

    void onClosed() {
        readerCount--;
    }

    private static void requireEnd(DiskFile file, String path, ByteBuffer header) throws IOException {
        long position = file.size() - SnapshotRecord.END_BYTES;
        if (position < header.limit()) {
            throw Damage.corrupt(path, file.size(), "it ends before its last record");
        }
        ByteBuffer end = ByteBuffer.allocate(SnapshotRecord.END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.read(position, end);
        end.flip();
        if (end.limit() < SnapshotRecord.END_BYTES
                || end.getInt(0) != 0
                || !SnapshotRecord.isSound(end, position, header)) {
            throw Damage.corrupt(path, position, "it does not end with its last record");
        }
    }
}

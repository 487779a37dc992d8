package io.github.reactiveraft.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Another disk, of which files may take no more than a number of bytes from now on. */
final class QuotaDisk extends ForwardingDisk {

    private long left = Long.MAX_VALUE / 2;

    QuotaDisk(Disk disk) {
        super(disk);
    }

    /** Leaves room for so many bytes. */
    void leave(long bytes) {
        left = bytes;
    }

    long left() {
        return left;
    }

    private void take(long bytes) throws IOException {
        if (bytes > left) {
            throw new DiskFullException("Disk quota exceeded", null);
        }
        left -= Math.max(0, bytes);
    }

    @Override
    protected DiskFile around(DiskFile file) {
        return new QuotaFile(file);
    }

    @Override
    public void delete(String name) throws IOException {
        try (DiskFile file = open(name, false)) {
            left += file.size();
        }
        super.delete(name);
    }

    private final class QuotaFile extends ForwardingFile {

        QuotaFile(DiskFile file) {
            super(file);
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            take(position + source.remaining() - size());
            super.write(position, source);
        }

        @Override
        public void truncate(long size) throws IOException {
            left += Math.max(0, size() - size);
            super.truncate(size);
        }
    }
}

package io.github.reactiveraft.core.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Another disk, of which files may take no more than a number of bytes from now on. */
final class QuotaDisk implements Disk {

    private final Disk disk;
    private long left = Long.MAX_VALUE / 2;

    QuotaDisk(Disk disk) {
        this.disk = disk;
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
    public String locate(String name) {
        return disk.locate(name);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void createDirectories(String directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public DiskFile open(String name, boolean create) throws IOException {
        return new QuotaFile(disk.open(name, create));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        try (DiskFile file = disk.open(name, false)) {
            left += file.size();
        }
        disk.delete(name);
    }

    @Override
    public void forceDirectory(String directory) throws IOException {
        disk.forceDirectory(directory);
    }

    @Override
    public Optional<Closeable> lock(String name) throws IOException {
        return disk.lock(name);
    }

    private final class QuotaFile implements DiskFile {
        private final DiskFile file;

        QuotaFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            return file.read(position, target);
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            take(position + source.remaining() - file.size());
            file.write(position, source);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            left += Math.max(0, file.size() - size);
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

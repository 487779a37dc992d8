package io.github.reactiveraft.core.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Another disk without its writing half, so that what only looks cannot change anything by mistake. */
final class ReadOnlyDisk implements Disk {

    private final Disk disk;

    ReadOnlyDisk(Disk disk) {
        this.disk = disk;
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
    public void createDirectories(String directory) {
        throw refused();
    }

    @Override
    public DiskFile open(String name, boolean create) throws IOException {
        if (create) {
            throw refused();
        }
        return new ReadOnlyFile(disk.open(name, false));
    }

    @Override
    public void rename(String from, String to) {
        throw refused();
    }

    @Override
    public void delete(String name) {
        throw refused();
    }

    @Override
    public void forceDirectory(String directory) {
        throw refused();
    }

    /** Only for a file that is there: creating it would be a change. */
    @Override
    public Optional<Closeable> lock(String name) throws IOException {
        return disk.lock(name);
    }

    private static IllegalStateException refused() {
        return new IllegalStateException("An inspection changes nothing");
    }

    private record ReadOnlyFile(DiskFile file) implements DiskFile {

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            return file.read(position, target);
        }

        @Override
        public void write(long position, ByteBuffer source) {
            throw refused();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long size) {
            throw refused();
        }

        @Override
        public void force() {
            throw refused();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

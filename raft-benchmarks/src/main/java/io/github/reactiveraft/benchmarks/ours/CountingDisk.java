package io.github.reactiveraft.benchmarks.ours;

import io.github.reactiveraft.core.storage.Disk;
import io.github.reactiveraft.core.storage.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** A disk that counts how often something was forced to it. */
final class CountingDisk implements Disk {

    private final Disk disk;
    private final LongAdder forces;

    CountingDisk(Disk disk, LongAdder forces) {
        this.disk = disk;
        this.forces = forces;
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
        return new CountingFile(disk.open(name, create));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void forceDirectory(String directory) throws IOException {
        forces.increment();
        disk.forceDirectory(directory);
    }

    @Override
    public Optional<Closeable> lock(String name) throws IOException {
        return disk.lock(name);
    }

    private final class CountingFile implements DiskFile {

        private final DiskFile file;

        private CountingFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            return file.read(position, target);
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            file.write(position, source);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            forces.increment();
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.core.storage.Disk;
import io.github.reactiveraft.core.storage.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A real disk that takes so many bytes in a second and no more, whatever files they are for: {@code force} waits for them. */
final class SlowDisk implements Disk {

    private final Disk disk;
    private final long bytesPerSecond;
    /** When it is done with what it was given so far, by {@link System#nanoTime}. */
    private final AtomicLong busyUntil = new AtomicLong(System.nanoTime());

    SlowDisk(Disk disk, long bytesPerSecond) {
        this.disk = disk;
        this.bytesPerSecond = bytesPerSecond;
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
        return new SlowFile(disk.open(name, create));
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
        disk.forceDirectory(directory);
    }

    @Override
    public Optional<Closeable> lock(String name) throws IOException {
        return disk.lock(name);
    }

    private final class SlowFile implements DiskFile {

        private final DiskFile file;
        private long unforcedBytes;

        private SlowFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            return file.read(position, target);
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            unforcedBytes += source.remaining();
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
            long took = TimeUnit.SECONDS.toNanos(1) * unforcedBytes / bytesPerSecond;
            unforcedBytes = 0;
            long now = System.nanoTime();
            long end = busyUntil.updateAndGet(before -> (before - now > 0 ? before : now) + took);
            file.force();
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.core.storage.Disk;
import io.github.reactiveraft.core.storage.DiskFile;
import io.github.reactiveraft.core.storage.ForwardingDisk;
import io.github.reactiveraft.core.storage.ForwardingFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A real disk that takes so many bytes in a second and no more, whatever files they are for: {@code force} waits for them. */
final class SlowDisk extends ForwardingDisk {

    private final long bytesPerSecond;
    /** When it is done with what it was given so far, by {@link System#nanoTime}. */
    private final AtomicLong busyUntil = new AtomicLong(System.nanoTime());

    SlowDisk(Disk disk, long bytesPerSecond) {
        super(disk);
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    protected DiskFile around(DiskFile file) {
        return new SlowFile(file);
    }

    private final class SlowFile extends ForwardingFile {

        private long unforcedBytes;

        private SlowFile(DiskFile file) {
            super(file);
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            unforcedBytes += source.remaining();
            super.write(position, source);
        }

        @Override
        public void force() throws IOException {
            long took = TimeUnit.SECONDS.toNanos(1) * unforcedBytes / bytesPerSecond;
            unforcedBytes = 0;
            long now = System.nanoTime();
            long end = busyUntil.updateAndGet(before -> (before - now > 0 ? before : now) + took);
            super.force();
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }
}

package io.github.reactiveraft.benchmarks.ours;

import io.github.reactiveraft.core.storage.Disk;
import io.github.reactiveraft.core.storage.DiskFile;
import io.github.reactiveraft.core.storage.ForwardingDisk;
import io.github.reactiveraft.core.storage.ForwardingFile;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/** A disk that counts how often something was forced to it. */
final class CountingDisk extends ForwardingDisk {

    private final LongAdder forces;

    CountingDisk(Disk disk, LongAdder forces) {
        super(disk);
        this.forces = forces;
    }

    @Override
    protected DiskFile around(DiskFile file) {
        return new CountingFile(file);
    }

    @Override
    public void forceDirectory(String directory) throws IOException {
        forces.increment();
        super.forceDirectory(directory);
    }

    private final class CountingFile extends ForwardingFile {

        private CountingFile(DiskFile file) {
            super(file);
        }

        @Override
        public void force() throws IOException {
            forces.increment();
            super.force();
        }
    }
}

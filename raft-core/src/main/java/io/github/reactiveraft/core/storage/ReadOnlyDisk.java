package io.github.reactiveraft.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Another disk without its writing half, so that what only looks cannot change anything by mistake. It locks
 * files as ever, which creates those that are not there: only one that is there may be locked.
 */
final class ReadOnlyDisk extends ForwardingDisk {

    ReadOnlyDisk(Disk disk) {
        super(disk);
    }

    @Override
    protected DiskFile around(DiskFile file) {
        return new ReadOnlyFile(file);
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
        return super.open(name, false);
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

    private static IllegalStateException refused() {
        return new IllegalStateException("An inspection changes nothing");
    }

    private static final class ReadOnlyFile extends ForwardingFile {

        ReadOnlyFile(DiskFile file) {
            super(file);
        }

        @Override
        public void write(long position, ByteBuffer source) {
            throw refused();
        }

        @Override
        public void truncate(long size) {
            throw refused();
        }

        @Override
        public void force() {
            throw refused();
        }
    }
}

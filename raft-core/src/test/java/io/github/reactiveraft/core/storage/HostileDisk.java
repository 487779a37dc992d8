package io.github.reactiveraft.core.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Files in memory that are whatever somebody put there. */
record HostileDisk(MemoryDisk files) implements Disk {

    /** A disk without files. */
    static HostileDisk empty() {
        return new HostileDisk(new MemoryDisk());
    }

    /** A disk with one file. */
    static HostileDisk with(String name, byte[] content) throws IOException {
        HostileDisk disk = empty();
        disk.put(name, content);
        return disk;
    }

    /** What a file holds. */
    static byte[] content(Disk disk, String name) throws IOException {
        try (DiskFile file = disk.open(name, false)) {
            ByteBuffer content = ByteBuffer.allocate((int) file.size());
            file.read(0, content);
            return content.array();
        }
    }

    void put(String name, byte[] content) throws IOException {
        files.open(name, true).write(0, ByteBuffer.wrap(content));
    }

    @Override
    public String locate(String name) {
        return files.locate(name);
    }

    @Override
    public List<String> list(String directory) {
        return files.list(directory);
    }

    @Override
    public void createDirectories(String directory) {
        files.createDirectories(directory);
    }

    @Override
    public DiskFile open(String name, boolean create) throws IOException {
        return files.open(name, create);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        files.rename(from, to);
    }

    @Override
    public void delete(String name) {
        files.delete(name);
    }

    @Override
    public void forceDirectory(String directory) {
        files.forceDirectory(directory);
    }

    /** Nobody else is there. */
    @Override
    public Optional<Closeable> lock(String name) {
        return Optional.of(() -> {});
    }
}

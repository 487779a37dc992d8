package io.github.reactiveraft.core.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One directory of files in memory, none of which is ever damaged or lost. */
final class MemoryDisk implements Disk {

    private final SortedMap<String, MemoryFile> files = new TreeMap<>();

    @Override
    public String locate(String name) {
        return "memory:/" + name;
    }

    @Override
    public List<String> list(String directory) {
        return List.copyOf(files.keySet());
    }

    @Override
    public void createDirectories(String directory) {
        // There is the one.
    }

    @Override
    public DiskFile open(String name, boolean create) throws IOException {
        MemoryFile file = files.get(name);
        if (file == null) {
            if (!create) {
                throw new NoSuchFileException(locate(name));
            }
            file = new MemoryFile();
            files.put(name, file);
        }
        return file;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        MemoryFile file = files.remove(from);
        if (file == null) {
            throw new NoSuchFileException(locate(from));
        }
        files.put(to, file);
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public void forceDirectory(String directory) {
        // Nothing is ever lost.
    }

    @Override
    public Optional<Closeable> lock(String name) {
        throw new UnsupportedOperationException("Nobody else sees this disk");
    }

    private static final class MemoryFile implements DiskFile {

        private byte[] bytes = new byte[0];
        private int size;

        @Override
        public int read(long position, ByteBuffer target) {
            int count = (int) Math.max(0, Math.min(target.remaining(), size - position));
            if (count > 0) {
                target.put(bytes, Math.toIntExact(position), count);
            }
            return count;
        }

        @Override
        public void write(long position, ByteBuffer source) {
            int at = Math.toIntExact(position);
            int end = Math.addExact(at, source.remaining());
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.max(end, Math.min(Integer.MAX_VALUE - 8L, 2L * bytes.length)));
            }
            source.get(bytes, at, end - at);
            size = Math.max(size, end);
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void truncate(long length) {
            if (length < size) {
                Arrays.fill(bytes, (int) length, size, (byte) 0);
                size = (int) length;
            }
        }

        @Override
        public void force() {
            // Nothing is ever lost.
        }

        @Override
        public void close() {
            // It has nothing to give back.
        }
    }
}

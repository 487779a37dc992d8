package io.github.reactiveraft.test.disk;

import io.github.reactiveraft.core.storage.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The bytes of all files of a disk but the lock. */
record ImageFiles(SortedMap<String, ByteBuffer> files) {

    static ImageFiles of(CrashDisk disk) throws IOException {
        SortedMap<String, ByteBuffer> files = new TreeMap<>();
        for (String name : disk.names("")) {
            if (!name.equals("lock")) {
                try (DiskFile file = disk.open(name, false)) {
                    ByteBuffer content = ByteBuffer.allocate((int) file.size());
                    file.read(0, content);
                    files.put(name, content.flip());
                }
            }
        }
        return new ImageFiles(files);
    }

    long byteCount() {
        return files.values().stream().mapToLong(ByteBuffer::limit).sum();
    }

    /** The files of the log, by their names and so in order. */
    SortedMap<String, byte[]> segments() {
        SortedMap<String, byte[]> segments = new TreeMap<>();
        for (Map.Entry<String, ByteBuffer> file : files.entrySet()) {
            if (file.getKey().endsWith(".log")) {
                segments.put(file.getKey(), bytes(file.getKey()));
            }
        }
        return segments;
    }

    /** What a file holds, nothing if there is none. */
    byte[] bytes(String name) {
        ByteBuffer content = files.getOrDefault(name, ByteBuffer.allocate(0));
        byte[] bytes = new byte[content.limit()];
        content.get(0, bytes);
        return bytes;
    }
}

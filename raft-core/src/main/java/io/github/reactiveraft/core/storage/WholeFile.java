package io.github.reactiveraft.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Files that are read and written as a whole, and appear under their name only when they are complete. */
final class WholeFile {

    static final String TEMPORARY = ".tmp";

    private static final int PIECE_BYTES = 16 * 1024;

    private WholeFile() {}

    /**
     * Writes and forces a file under a temporary name, then gives it its own. The name is durable only after the
     * directory was forced, which is left to the caller: it may create several.
     */
    static void create(Disk disk, String name, ByteBuffer content, long size) throws IOException {
        String temporary = name + TEMPORARY;
        try (DiskFile file = disk.open(temporary, true)) {
            // A start that failed may have left one.
            file.truncate(0);
            long end = content.remaining();
            file.write(0, content);
            fillWithZeros(file, end, size);
            file.force();
        }
        disk.rename(temporary, name);
    }

    /** Reads a file from its start, as much as there is but no more than a limit. */
    static ByteBuffer read(Disk disk, String name, int maxBytes) throws IOException {
        try (DiskFile file = disk.open(name, false)) {
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(maxBytes, file.size()));
            file.read(0, content);
            return content.flip();
        }
    }

    /**
     * Writes zeros over a range, for real: a hole would make every later sync write file system metadata, too. In pieces,
     * because a page cache may keep what was written by one call in one piece, and write all of it again whenever a sync
     * finds a byte of it changed.
     */
    static void fillWithZeros(DiskFile file, long from, long to) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(PIECE_BYTES);
        for (long at = from; at < to; ) {
            long next = Math.min(to, at - at % PIECE_BYTES + PIECE_BYTES);
            zeros.clear().limit((int) (next - at));
            file.write(at, zeros);
            at = next;
        }
    }
}

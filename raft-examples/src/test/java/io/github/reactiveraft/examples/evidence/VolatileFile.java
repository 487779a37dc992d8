package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.core.storage.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A file of a {@link VolatileDisk}: all of it in memory, and as it was last forced in a real one. */
final class VolatileFile implements DiskFile {

    private final Losses losses;
    private Path real;
    private byte[] bytes;
    private int size;
    private int heldCount;
    /** What was written since the last force lies between these. */
    private int heldFrom = Integer.MAX_VALUE;

    private int heldUpTo;
    private boolean isNameless;

    VolatileFile(Path real, Losses losses) {
        this(real, losses, new byte[0]);
    }

    private VolatileFile(Path real, Losses losses, byte[] bytes) {
        this.real = real;
        this.losses = losses;
        this.bytes = bytes;
        this.size = bytes.length;
    }

    static VolatileFile load(Path real, Losses losses) throws IOException {
        return new VolatileFile(real, losses, Files.readAllBytes(real));
    }

    /** Moves the real file; what is held stays held. */
    void move(Path target) throws IOException {
        VolatileDisk.move(real, target);
        real = target;
    }

    /** It has no name any more: nothing of it can be lost. */
    void forget() throws IOException {
        isNameless = true;
        release();
    }

    private void release() throws IOException {
        losses.holdWrites(-heldCount);
        heldCount = 0;
        heldFrom = Integer.MAX_VALUE;
        heldUpTo = 0;
    }

    @Override
    public int read(long position, ByteBuffer target) {
        int count = (int) Math.max(0, Math.min(target.remaining(), size - position));
        if (count > 0) {
            target.put(bytes, Math.toIntExact(position), count);
        }
        return count;
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
        int at = Math.toIntExact(position);
        int end = Math.addExact(at, source.remaining());
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        int from = Math.min(at, size);
        source.get(bytes, at, end - at);
        size = Math.max(size, end);
        hold(from, end);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void truncate(long length) throws IOException {
        if (length < size) {
            Arrays.fill(bytes, (int) length, size, (byte) 0);
            size = (int) length;
            hold(size, size);
        }
    }

    private void hold(int from, int upTo) throws IOException {
        if (isNameless) {
            return;
        }
        heldFrom = Math.min(heldFrom, from);
        heldUpTo = Math.max(heldUpTo, upTo);
        heldCount++;
        losses.holdWrites(1);
    }

    @Override
    public void force() throws IOException {
        losses.awaitDisk();
        if (heldCount == 0) {
            return;
        }
        try (FileChannel channel = FileChannel.open(real, StandardOpenOption.WRITE)) {
            channel.truncate(size);
            ByteBuffer held = ByteBuffer.wrap(bytes, heldFrom, Math.min(heldUpTo, size) - heldFrom);
            long at = heldFrom;
            while (held.hasRemaining()) {
                at += channel.write(held, at);
            }
        }
        release();
    }

    /** Several may have it open; it lasts as long as it has a name. */
    @Override
    public void close() {
        // Nothing is open.
    }
}

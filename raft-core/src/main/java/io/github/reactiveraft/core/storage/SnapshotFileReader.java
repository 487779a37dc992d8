package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a snapshot in force, as it is stored or checked; the two do not disturb each other. */
final class SnapshotFileReader implements SnapshotReader {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFileReader.class);
    private static final int CHUNK_BYTES = 64 * 1024;

    private final SnapshotFile snapshot;
    private final String path;
    private final DiskFile file;
    private final Consumer<SnapshotFileReader> onClose;
    private final ImageDecoder decoder;
    private final ByteBuffer chunk;
    private long position;
    private boolean closed;

    SnapshotFileReader(SnapshotFile snapshot, String path, DiskFile file, Consumer<SnapshotFileReader> onClose) {
        this.snapshot = snapshot;
        this.path = path;
        this.file = file;
        this.onClose = onClose;
        this.decoder = new ImageDecoder(
                snapshot.header(), snapshot.byteCount(), (at, what) -> Damage.snapshot(path, at, what));
        this.chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, snapshot.byteCount()))
                .limit(0);
    }

    SnapshotFile snapshot() {
        return snapshot;
    }

    @Override
    public SnapshotMeta meta() {
        return snapshot.meta();
    }

    @Override
    public long byteCount() {
        return snapshot.byteCount();
    }

    @Override
    public Bytes image(long offset, int maxBytes) {
        if (offset < 0 || offset > byteCount() || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "No " + maxBytes + " bytes at " + offset + " of an image of " + byteCount());
        }
        requireOpen();
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(maxBytes, byteCount() - offset));
        read(offset, piece);
        return Bytes.of(piece.array());
    }

    @Override
    public Bytes next() {
        requireOpen();
        while (!decoder.isComplete()) {
            if (!chunk.hasRemaining()) {
                chunk.clear().limit((int) Math.min(chunk.capacity(), byteCount() - position));
                if (!chunk.hasRemaining()) {
                    throw decoder.truncated();
                }
                read(position, chunk);
                position += chunk.flip().remaining();
            }
            ByteBuffer payload = decoder.next(chunk);
            if (payload != null) {
                return Bytes.copyOf(payload);
            }
        }
        return Bytes.empty();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("Closing {} failed; nothing is lost", path, e);
            }
            onClose.accept(this);
        }
    }

    private void read(long at, ByteBuffer target) {
        try {
            int length = target.remaining();
            int count = file.read(at, target);
            if (count < length) {
                throw Damage.snapshot(path, at + count, "it ends here, though it was longer when it was opened");
            }
        } catch (IOException e) {
            throw Damage.io(path, "Reading from", e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StorageException(Reason.IO, path + " was closed", null);
        }
    }
}

package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.SnapshotReceiver;
import io.github.reactiveraft.api.spi.StorageException;
import java.nio.ByteBuffer;

/** Keeps an image of another member as long as it can be the one that was announced. */
final class StagedReceiver implements SnapshotReceiver {

    private final StagedFile file;
    private final long byteCount;
    private final ImageDecoder decoder;

    /**
     * Expects an image.
     *
     * @param header what it has to start with: it follows from what was announced
     * @param byteCount how long it has to be
     */
    StagedReceiver(StagedFile file, ByteBuffer header, long byteCount) {
        this.file = file;
        this.byteCount = byteCount;
        this.decoder = new ImageDecoder(
                header, byteCount, (position, what) -> Damage.received(file.meta(), byteCount, position, what));
    }

    StagedFile file() {
        return file;
    }

    /** Whether it can go on with an announced image. */
    boolean isOf(SnapshotMeta meta, long announcedBytes) {
        return file.meta().equals(meta) && byteCount == announcedBytes && (file.isGrowing() || file.isComplete(meta));
    }

    @Override
    public long offset() {
        return file.size();
    }

    @Override
    public void write(Bytes piece) {
        if (piece.length() > byteCount - file.size()) {
            throw new IllegalArgumentException(piece + " at " + file.size() + " do not fit into an image of "
                    + byteCount + ", which was announced");
        }
        if (piece.length() == 0) {
            return;
        }
        file.requireGrowing();
        check(() -> {
            ByteBuffer bytes = piece.buffer();
            while (bytes.hasRemaining()) {
                decoder.next(bytes);
            }
        });
        file.append(piece.buffer());
    }

    @Override
    public void finish() {
        if (file.isComplete()) {
            return;
        }
        file.requireGrowing();
        check(() -> {
            if (!decoder.isComplete()) {
                throw decoder.truncated();
            }
        });
        file.finish();
    }

    private void check(Runnable checks) {
        try {
            checks.run();
        } catch (StorageException e) {
            file.discard();
            throw e;
        }
    }
}

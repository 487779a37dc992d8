package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A snapshot on its way to the disk, under a name that counts for nothing. Forced every few MiB, so that the last sync is
 * short and what is written meanwhile, the log above all, need not wait behind all of it.
 */
final class StagedFile {

    static final long FORCE_BYTES = 8L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(StagedFile.class);

    private enum State {
        GROWING,
        COMPLETE,
        ADOPTED,
        /** A write failed, so what it holds is unknown; or it was discarded. */
        OVER
    }

    private final Disk disk;
    private final String name;
    private final SnapshotMeta meta;
    private final DiskFile file;
    private State state = State.GROWING;
    private long size;
    private long forcedSize;

    private StagedFile(Disk disk, String name, SnapshotMeta meta, DiskFile file) {
        this.disk = disk;
        this.name = name;
        this.meta = meta;
        this.file = file;
    }

    /** Creates the file, empty. */
    static StagedFile create(Disk disk, String name, SnapshotMeta meta) throws IOException {
        DiskFile file = disk.open(name, true);
        boolean created = false;
        try {
            file.truncate(0);
            created = true;
            return new StagedFile(disk, name, meta, file);
        } finally {
            if (!created) {
                file.close();
            }
        }
    }

    SnapshotMeta meta() {
        return meta;
    }

    String path() {
        return disk.locate(name);
    }

    long size() {
        return size;
    }

    /** Whether it can be adopted as this snapshot. */
    boolean isComplete(SnapshotMeta snapshot) {
        return state == State.COMPLETE && meta.equals(snapshot);
    }

    /** Whether it is all there and durable. */
    boolean isComplete() {
        return state == State.COMPLETE || state == State.ADOPTED;
    }

    /** Whether it still grows. */
    boolean isGrowing() {
        return state == State.GROWING;
    }

    void append(ByteBuffer bytes) {
        requireGrowing();
        state = State.OVER;
        try {
            int length = bytes.remaining();
            file.write(size, bytes);
            size += length;
            if (size - forcedSize >= FORCE_BYTES) {
                file.force();
                forcedSize = size;
            }
        } catch (IOException e) {
            throw abandoned(e);
        }
        state = State.GROWING;
    }

    /** Makes it durable; nothing can be added any more. */
    void finish() {
        requireGrowing();
        state = State.OVER;
        try {
            file.force();
            file.close();
        } catch (IOException e) {
            throw abandoned(e);
        }
        state = State.COMPLETE;
    }

    /** It is nobody's yet, so its loss costs nothing but its making; its space may be what is missing. */
    private StorageException abandoned(IOException cause) {
        discard();
        return Damage.unfinished(path(), "Writing to", cause);
    }

    /** Gives it the name of a snapshot in force; the directory is left to be forced. */
    void adopt() throws IOException {
        disk.rename(name, SnapshotName.of(meta.lastIncluded()));
        state = State.ADOPTED;
    }

    /** Deletes it, unless it was adopted. */
    void discard() {
        if (state == State.ADOPTED) {
            return;
        }
        close();
        try {
            if (disk.list("").contains(name)) {
                disk.delete(name);
            }
        } catch (IOException e) {
            LOG.warn("{} could not be deleted; the next start does", path(), e);
        }
    }

    /** Ends the work on it and leaves it to the next start. */
    void close() {
        state = state == State.ADOPTED ? State.ADOPTED : State.OVER;
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("Closing {} failed; nothing is lost", path(), e);
        }
    }

    void requireGrowing() {
        if (state != State.GROWING) {
            throw new StorageException(
                    Reason.IO,
                    path() + (isComplete() ? " is complete" : " was discarded") + "; begin another one",
                    null);
        }
    }
}

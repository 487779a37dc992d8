package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.model.StrandedRun;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.api.spi.SnapshotReceiver;
import io.github.reactiveraft.api.spi.SnapshotStorage;
import io.github.reactiveraft.api.spi.SnapshotWriter;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.api.spi.StorageIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one group in a directory: who has it open, and whether it may still be trusted. After the first failed
 * write it is over for good: what is on disk is unknown, and another sync that succeeds would prove nothing. Only for
 * want of room a write may fail without that, since the room is made before anything else is done.
 */
final class SegmentedLog implements LogStorage {

    static final String LOCK = "lock";

    private static final Logger LOG = LoggerFactory.getLogger(SegmentedLog.class);

    private final Disk disk;
    private final StorageSettings settings;
    private @Nullable Closeable lock;
    private @Nullable OpenFiles files;
    private @Nullable OpenLog log;
    private final SnapshotStorage door = new Door();
    private boolean failed;

    SegmentedLog(Disk disk, StorageSettings settings) {
        this.disk = disk;
        this.settings = settings;
    }

    @Override
    public Recovered open(StorageIdentity identity) {
        requireSound();
        if (lock != null) {
            throw Damage.inUse(directory());
        }
        boolean opened = false;
        try {
            disk.createDirectories("");
            lock = disk.lock(LOCK).orElseThrow(() -> Damage.inUse(directory()));
            Recovered recovered = recover(identity);
            opened = true;
            return recovered;
        } catch (IOException e) {
            throw Damage.unfinished(directory(), "Opening", e);
        } finally {
            if (!opened) {
                release();
            }
        }
    }

    private Recovered recover(StorageIdentity identity) throws IOException {
        List<String> names = disk.list("");
        if (!names.contains(IdentityFile.NAME)) {
            new FirstStart(disk, identity, settings.segmentBytes()).run(names);
        }
        OpenFiles found = OpenFiles.open(disk, identity);
        files = found;
        OpenLog recovering = new OpenLog(disk, found, identity, settings);
        Recovered recovered = recovering.recovered();
        log = recovering;
        return recovered;
    }

    @Override
    public void write(List<LogWrite> writes) {
        OpenLog open = requireOpen();
        // Whatever ends the writing early, an Error included, leaves memory and disk in different states.
        failed = true;
        try {
            prepare(open, writes);
            open.write(writes);
        } catch (IOException e) {
            throw Damage.io(directory(), "Writing to", e);
        }
        failed = false;
    }

    /** The one failure that is none of the storage: what follows is not written, and nothing was. */
    private void prepare(OpenLog open, List<LogWrite> writes) throws IOException {
        try {
            open.prepare(writes);
        } catch (DiskFullException e) {
            failed = false;
            throw Damage.full(directory(), e);
        }
    }

    @Override
    public void prepareAhead() {
        OpenLog open = requireOpen();
        failed = true;
        try {
            open.prepareAhead();
        } catch (IOException e) {
            throw Damage.io(directory(), "Writing to", e);
        }
        failed = false;
    }

    @Override
    public EntryBatch read(long fromIndex, int maxBytes) {
        try {
            return requireOpen().read(fromIndex, maxBytes);
        } catch (IOException e) {
            throw Damage.io(directory(), "Reading from", e);
        }
    }

    @Override
    public EntryBatch readStranded(StrandedRun run, long fromIndex, int maxBytes) {
        try {
            return requireOpen().readStranded(run, fromIndex, maxBytes);
        } catch (IOException e) {
            throw Damage.io(directory(), "Reading from", e);
        }
    }

    @Override
    public void supersede() {
        OpenLog open = requireOpen();
        failed = true;
        try {
            open.supersede();
        } catch (IOException e) {
            throw Damage.io(directory(), "Writing to", e);
        }
        failed = false;
    }

    @Override
    public void settled() {
        requireOpen();
        failed = true;
        try {
            DoubtFile.delete(disk);
        } catch (IOException e) {
            throw Damage.io(directory(), "Writing to", e);
        }
        failed = false;
    }

    @Override
    public SnapshotStorage snapshots() {
        return door;
    }

    @Override
    public void close() {
        OpenLog open = log;
        if (open != null && !failed) {
            quietly(open::finish);
        }
        release();
    }

    private void release() {
        if (log != null) {
            quietly(log::rest);
            log.snapshots().close();
            log = null;
        }
        if (files != null) {
            quietly(files);
            files = null;
        }
        // Last, so that nobody else opens the files while this one still holds them.
        if (lock != null) {
            quietly(lock);
            lock = null;
        }
    }

    /** Closing has nobody to tell, and everything acknowledged is durable without it. */
    private void quietly(Closeable action) {
        try {
            action.close();
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it is, the lock must be given back.
            LOG.warn("Closing {} was not complete; nothing is lost", directory(), e);
        }
    }

    private OpenLog requireOpen() {
        requireSound();
        OpenLog open = log;
        if (open == null) {
            throw new StorageException(Reason.IO, directory() + " is not open", null);
        }
        return open;
    }

    private void requireSound() {
        if (failed) {
            throw new StorageException(
                    Reason.IO,
                    directory() + " was closed after a failure: what the failed write left is unknown. Start the node"
                            + " again, which reads it anew",
                    null);
        }
    }

    private String directory() {
        return disk.locate("");
    }

    /** Leads to the snapshots while the log is open. */
    private final class Door implements SnapshotStorage {

        @Override
        public SnapshotWriter create(SnapshotMeta meta) {
            return requireOpen().snapshots().create(meta);
        }

        @Override
        public SnapshotReceiver receive(SnapshotMeta meta, long byteCount) {
            return requireOpen().snapshots().receive(meta, byteCount);
        }

        @Override
        public Optional<SnapshotReader> open(EntryId lastIncluded) {
            return requireOpen().snapshots().open(lastIncluded);
        }

        @Override
        public void putAside(EntryId lastIncluded) {
            requireOpen().snapshots().putAside(lastIncluded);
        }
    }
}

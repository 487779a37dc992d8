package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.SnapshotStorage;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.api.spi.StorageIdentity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log that survives closing and opening again, but not the process: for tests and demonstrations. A node that starts
 * again with an empty one has lost its disk.
 */
public final class MemoryStorage implements LogStorage {

    private final MemoryLog log = new MemoryLog();
    private final MemorySnapshots snapshots = new MemorySnapshots();

    private @Nullable StorageIdentity identity;
    private HardState hardState = HardState.INITIAL;
    private @Nullable Incarnation incarnation;
    private boolean superseded;
    private boolean open;

    /** A storage that holds nothing yet. */
    public MemoryStorage() {}

    @Override
    public Recovered open(StorageIdentity asked) {
        if (open) {
            throw Damage.inUse("This memory storage");
        }
        StorageIdentity stored = identity == null ? asked : identity;
        Owner owner = Owner.of(stored, stored.newIncarnation());
        new IdentityFile(owner, stored.founders()).requireSame(asked, "This memory storage");
        if (superseded) {
            throw Damage.superseded("This memory storage");
        }
        identity = stored;
        Incarnation before = incarnation == null ? Incarnation.of(stored.newIncarnation()) : incarnation;
        Incarnation now = before.opened(asked.newIncarnation());
        incarnation = now;
        snapshots.open(owner);
        open = true;
        SnapshotMeta newest = snapshots.newest();
        return new Recovered(
                now,
                hardState,
                newest,
                log.base(),
                log.termRuns(),
                log.lastIndex(),
                log.lastTimestamp(newest == null ? 0 : newest.timestamp()),
                stored.founders());
    }

    @Override
    public void write(List<LogWrite> writes) {
        StorageIdentity stored = requireOpen();
        for (LogWrite write : writes) {
            HardState state = write.hardState();
            hardState = state == null ? hardState : state;
            if (write.adoption() != null) {
                snapshots.adopt(write.adoption(), log);
            }
            if (write.truncateFrom() > 0 && write.truncateFrom() <= log.lastIndex()) {
                Following.requireUncovered(write.truncateFrom(), snapshots.newestIndex());
                log.truncateFrom(write.truncateFrom());
            }
            EntryId last = log.lastId();
            Following.require(write.entries(), last.index(), last.term(), stored.entryBytes());
            log.append(write.entries());
        }
    }

    @Override
    public EntryBatch read(long fromIndex, int maxBytes) {
        requireOpen();
        return log.read(fromIndex, maxBytes);
    }

    @Override
    public void supersede() {
        requireOpen();
        superseded = true;
    }

    @Override
    public SnapshotStorage snapshots() {
        return snapshots;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            snapshots.close();
        }
    }

    private StorageIdentity requireOpen() {
        if (!open || identity == null) {
            throw new StorageException(Reason.IO, "This memory storage is not open", null);
        }
        return identity;
    }
}

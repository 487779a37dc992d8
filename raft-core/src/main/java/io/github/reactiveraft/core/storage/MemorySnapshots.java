package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.api.spi.SnapshotReceiver;
import io.github.reactiveraft.api.spi.SnapshotStorage;
import io.github.reactiveraft.api.spi.SnapshotWriter;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The snapshots beside a {@link MemoryLog}: the very files that a disk would hold, on a disk in memory. */
final class MemorySnapshots implements SnapshotStorage {

    private final MemoryDisk disk = new MemoryDisk();
    private @Nullable Snapshots snapshots;

    /** Starts with those in force. */
    void open(Owner owner) {
        try {
            for (String name : disk.list("")) {
                if (name.endsWith(WholeFile.TEMPORARY)) {
                    disk.delete(name);
                }
            }
            Snapshots found = new Snapshots(
                    disk, owner, SnapshotsFound.in(disk, disk.list(""), owner).sound());
            found.retire();
            snapshots = found;
        } catch (IOException e) {
            throw Damage.io(disk.locate(""), "Opening", e);
        }
    }

    void close() {
        if (snapshots != null) {
            snapshots.close();
            snapshots = null;
        }
    }

    @Nullable
    SnapshotMeta newest() {
        return requireOpen().newest();
    }

    long newestIndex() {
        return requireOpen().newestIndex();
    }

    /** Brings a staged snapshot into force, and takes from the log what it replaces. */
    void adopt(SnapshotAdoption adoption, MemoryLog log) {
        Snapshots found = requireOpen();
        EntryId last = adoption.snapshot().lastIncluded();
        if (last.index() <= found.newestIndex()) {
            found.dropStaged();
            return;
        }
        Following.requireFits(adoption, log.contains(last));
        try {
            found.adopt(adoption.snapshot());
            if (adoption.isReset()) {
                log.startBehind(last);
            } else {
                log.forgetUpTo(found.neededBehind(adoption.base()));
            }
            found.retire();
        } catch (IOException e) {
            throw Damage.io(disk.locate(""), "Writing to", e);
        }
    }

    @Override
    public SnapshotWriter create(SnapshotMeta meta) {
        return requireOpen().create(meta);
    }

    @Override
    public SnapshotReceiver receive(SnapshotMeta meta, long byteCount) {
        return requireOpen().receive(meta, byteCount);
    }

    @Override
    public Optional<SnapshotReader> open(EntryId lastIncluded) {
        return requireOpen().open(lastIncluded);
    }

    /** Memory does not rot, and a memory log could not tell at its next start that it lacks one. */
    @Override
    public void putAside(EntryId lastIncluded) {
        throw new IllegalStateException("Snapshot " + lastIncluded + " is in memory, and cannot have been damaged");
    }

    private Snapshots requireOpen() {
        if (snapshots == null) {
            throw new StorageException(Reason.IO, "This memory storage is not open", null);
        }
        return snapshots;
    }
}

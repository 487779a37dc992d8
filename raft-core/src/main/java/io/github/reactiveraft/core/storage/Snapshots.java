package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.api.spi.SnapshotReceiver;
import io.github.reactiveraft.api.spi.SnapshotStorage;
import io.github.reactiveraft.api.spi.SnapshotWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The snapshots of an open directory: at most one of each kind staged, the newest two in force, and those being read. */
final class Snapshots implements SnapshotStorage {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final int KEPT_COUNT = 2;

    private final Disk disk;
    private final Owner owner;
    private final NavigableMap<EntryId, SnapshotFile> inForce;
    private final List<SnapshotFileReader> readers = new ArrayList<>();
    private @Nullable StagedWriter own;
    private @Nullable StagedReceiver received;

    Snapshots(Disk disk, Owner owner, NavigableMap<EntryId, SnapshotFile> inForce) {
        this.disk = disk;
        this.owner = owner;
        this.inForce = new TreeMap<>(inForce);
    }

    @Override
    public SnapshotWriter create(SnapshotMeta meta) {
        if (own != null) {
            own.discard();
        }
        StagedWriter writer = new StagedWriter(staged(SnapshotName.own(meta.lastIncluded()), meta), header(meta));
        own = writer;
        writer.start();
        return writer;
    }

    @Override
    public SnapshotReceiver receive(SnapshotMeta meta, long byteCount) {
        if (byteCount < 1) {
            throw new IllegalArgumentException("No image has " + byteCount + " bytes");
        }
        StagedReceiver last = received;
        if (last != null && last.isOf(meta, byteCount)) {
            return last;
        }
        if (last != null) {
            last.file().discard();
        }
        StagedReceiver receiver =
                new StagedReceiver(staged(SnapshotName.received(meta.lastIncluded()), meta), header(meta), byteCount);
        received = receiver;
        return receiver;
    }

    @Override
    public Optional<SnapshotReader> open(EntryId lastIncluded) {
        SnapshotFile snapshot = inForce.get(lastIncluded);
        if (snapshot == null) {
            return Optional.empty();
        }
        String path = disk.locate(snapshot.name());
        try {
            DiskFile file = disk.open(snapshot.name(), false);
            SnapshotFileReader reader = new SnapshotFileReader(snapshot, path, file, this::onClosed);
            snapshot.onOpened();
            readers.add(reader);
            return Optional.of(reader);
        } catch (IOException e) {
            throw Damage.io(path, "Opening", e);
        }
    }

    @Override
    public void putAside(EntryId lastIncluded) {
        if (inForce.remove(lastIncluded) == null) {
            return;
        }
        String name = SnapshotName.of(lastIncluded);
        try {
            disk.rename(name, SnapshotName.damaged(lastIncluded));
            disk.forceDirectory("");
        } catch (IOException e) {
            throw Damage.io(disk.locate(name), "Renaming", e);
        }
    }

    /** What the newest one in force stands for, or null if there is none. */
    @Nullable
    SnapshotMeta newest() {
        return inForce.isEmpty() ? null : inForce.lastEntry().getValue().meta();
    }

    /** The last index that the newest one covers, 0 if there is none. */
    long newestIndex() {
        return inForce.isEmpty() ? 0 : inForce.lastKey().index();
    }

    /** What the log has to start behind so that the older of two is of use, too, should the newest one rot. */
    EntryId neededBehind(EntryId base) {
        EntryId older = inForce.size() < KEPT_COUNT ? EntryId.NONE : inForce.lowerKey(inForce.lastKey());
        return older.index() < base.index() ? older : base;
    }

    /** Brings a staged snapshot into force; it survives a power cut from then on. */
    void adopt(SnapshotMeta meta) throws IOException {
        StagedFile file = requireStaged(meta);
        file.adopt();
        disk.forceDirectory("");
        inForce.put(
                meta.lastIncluded(),
                new SnapshotFile(new SnapshotHeader(owner.cluster(), owner.group(), meta), file.size()));
        dropStaged();
    }

    /** Discards what is staged completely, but covered by one in force. */
    void dropStaged() {
        if (own != null && own.file().isComplete() && own.file().meta().index() <= newestIndex()) {
            own.discard();
            own = null;
        }
        if (received != null
                && received.file().isComplete()
                && received.file().meta().index() <= newestIndex()) {
            received.file().discard();
            received = null;
        }
    }

    /** Deletes those in force that are neither of the newest two nor being read. */
    void retire() throws IOException {
        List<EntryId> ids = new ArrayList<>(inForce.keySet());
        for (EntryId id : ids.subList(0, Math.max(0, ids.size() - KEPT_COUNT))) {
            SnapshotFile snapshot = inForce.get(id);
            if (snapshot != null && !snapshot.isRead()) {
                disk.delete(snapshot.name());
                inForce.remove(id);
            }
        }
    }

    /** Ends all that is open; changes nothing on disk. */
    void close() {
        for (SnapshotFileReader reader : List.copyOf(readers)) {
            readers.remove(reader);
            reader.close();
        }
        if (own != null) {
            own.file().close();
        }
        if (received != null) {
            received.file().close();
        }
    }

    private void onClosed(SnapshotFileReader reader) {
        reader.snapshot().onClosed();
        if (readers.remove(reader)) {
            try {
                retire();
            } catch (IOException e) {
                LOG.warn("An old snapshot could not be deleted; the next start does", e);
            }
        }
    }

    private StagedFile requireStaged(SnapshotMeta meta) {
        if (own != null && own.file().isComplete(meta)) {
            return own.file();
        }
        if (received != null && received.file().isComplete(meta)) {
            return received.file();
        }
        throw new IllegalArgumentException("No complete snapshot is staged for " + meta);
    }

    private StagedFile staged(String name, SnapshotMeta meta) {
        try {
            return StagedFile.create(disk, name, meta);
        } catch (IOException e) {
            throw Damage.unfinished(disk.locate(name), "Creating", e);
        }
    }

    private ByteBuffer header(SnapshotMeta meta) {
        return new SnapshotHeader(owner.cluster(), owner.group(), meta).encode();
    }
}

package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What snapshots in force there are when a directory is opened.
 *
 * @param sound those whose header and last record are as they were written
 * @param damaged why the others cannot be used
 */
record SnapshotsFound(NavigableMap<EntryId, SnapshotFile> sound, NavigableMap<EntryId, StorageException> damaged) {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotsFound.class);

    /** Looks at all of them; changes nothing. */
    static SnapshotsFound in(Disk disk, List<String> names, Owner owner) throws IOException {
        SnapshotsFound found = new SnapshotsFound(new TreeMap<>(), new TreeMap<>());
        for (String name : names) {
            Optional<EntryId> id = SnapshotName.id(name);
            if (id.isPresent()) {
                found.look(disk, id.get(), owner);
            }
        }
        return found;
    }

    /** Looks at one; only what is damaged is noted, anything else about it is refused. */
    void look(Disk disk, EntryId id, Owner owner) throws IOException {
        try {
            sound.put(id, SnapshotFile.find(disk, id, owner));
        } catch (StorageException e) {
            if (e.reason() != Reason.CORRUPT) {
                throw e;
            }
            damaged.put(id, e);
        }
    }

    /** The last entry of the one to start from, {@link EntryId#NONE} if there is none. */
    EntryId newest() {
        return sound.isEmpty() ? EntryId.NONE : sound.lastKey();
    }

    /** Those that would be started from if they were not damaged. */
    NavigableMap<EntryId, StorageException> damagedAtTheEnd() {
        return damaged.tailMap(newest(), false);
    }

    /** Whether a damaged one can be done without: only if the log has everything that it was to replace. */
    boolean isDispensable(EntryId id, LogIndex log) {
        return log.contains(id) && log.contains(newest());
    }

    /** Leaves damaged ones to whoever wants to look at them, under names that count for nothing. */
    void putAside(Disk disk) throws IOException {
        for (EntryId id : damaged.keySet()) {
            String aside = SnapshotName.damaged(id);
            disk.rename(SnapshotName.of(id), aside);
            LOG.warn(
                    "Snapshot {} is damaged and was put aside as {}; the log goes on from {}. Check the device: {}",
                    id,
                    disk.locate(aside),
                    newest().equals(EntryId.NONE) ? "its first entry" : "snapshot " + newest(),
                    damaged.get(id).getMessage());
        }
        if (!damaged.isEmpty()) {
            disk.forceDirectory("");
        }
    }
}

package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads every snapshot from its first byte to its last, where recovery looks at both ends only. What a damaged one costs
 * is known when the log is.
 */
final class SnapshotInspector {

    private final Disk disk;
    private final Findings findings;
    private final SnapshotsFound found = new SnapshotsFound(new TreeMap<>(), new TreeMap<>());
    /** Those that recovery takes for sound, but that cannot be read to their end. */
    private final NavigableMap<EntryId, StorageException> rotten = new TreeMap<>();

    private final List<InspectedSnapshot> inspected = new ArrayList<>();

    SnapshotInspector(Disk disk, Findings findings) {
        this.disk = disk;
        this.findings = findings;
    }

    /** Reads all of them, as the owner's if one is given; notes what belongs to somebody else or is in another format. */
    void read(List<String> names, @Nullable Owner owner) throws IOException {
        for (String name : names) {
            Optional<EntryId> id = SnapshotName.id(name);
            if (id.isPresent()) {
                read(name, id.get(), owner);
            }
        }
    }

    /** The last entry of the one that recovery starts from, {@link EntryId#NONE} if there is none. */
    EntryId newest() {
        return found.newest();
    }

    /** Whether a start finds one that is damaged. */
    boolean isAnyDamaged() {
        return !found.damaged().isEmpty();
    }

    List<InspectedSnapshot> snapshots() {
        return inspected;
    }

    private void read(String name, EntryId id, @Nullable Owner owner) throws IOException {
        SnapshotHeader header = header(name);
        boolean isSound = false;
        try {
            found.look(disk, id, owner == null ? anyOwner(header) : owner);
            SnapshotFile file = found.sound().get(id);
            isSound = file != null && isSoundThroughout(file);
        } catch (StorageException refusal) {
            if (refusal.reason() == Reason.IO) {
                throw refusal;
            }
            findings.refuse(name, 0, findings.size(name), refusal);
        }
        SnapshotMeta meta = header != null && header.meta().lastIncluded().equals(id) ? header.meta() : null;
        inspected.add(new InspectedSnapshot(name, id, meta, findings.size(name), isSound));
    }

    private @Nullable SnapshotHeader header(String name) throws IOException {
        try (DiskFile file = disk.open(name, false)) {
            return SnapshotHeader.read(file, disk.locate(name));
        } catch (StorageException unreadable) {
            return null;
        }
    }

    /** Whom a file says that it belongs to, so that it can be read if nothing else does. */
    private static Owner anyOwner(@Nullable SnapshotHeader header) {
        return header == null ? new Owner("", "", "", 0) : new Owner(header.cluster(), header.group(), "", 0);
    }

    private boolean isSoundThroughout(SnapshotFile file) throws IOException {
        String path = disk.locate(file.name());
        SnapshotFileReader reader = new SnapshotFileReader(file, path, disk.open(file.name(), false), closed -> {});
        try {
            int length;
            do {
                length = reader.next().length();
            } while (length > 0);
            return true;
        } catch (StorageException flaw) {
            if (flaw.reason() != Reason.CORRUPT) {
                throw flaw;
            }
            rotten.put(file.id(), flaw);
            return false;
        } finally {
            reader.close();
        }
    }

    /**
     * Says what damaged ones cost, and refuses those that stop a node: at once, or as soon as it restores its state.
     *
     * @return the last entry of the newest one that nothing makes up for, {@link EntryId#NONE} if there is none such
     * @param log as recovery reads it
     * @param start the file that it starts with, or null if there is none
     * @param loss what it means if nothing here makes up for one
     */
    EntryId judge(LogIndex log, @Nullable LogFile start, StorageVerdict loss) throws IOException {
        EntryId lacking = EntryId.NONE;
        String instead = newest().equals(EntryId.NONE) ? "its first entry" : "snapshot " + newest();
        for (Map.Entry<EntryId, StorageException> each : found.damaged().entrySet()) {
            EntryId id = each.getKey();
            if (!found.damagedAtTheEnd().containsKey(id)) {
                add(
                        StorageVerdict.CLEAN,
                        id,
                        each.getValue(),
                        "; a later one is there, and the next start puts it aside");
            } else if (isDispensable(found, id, log, start) || isOutlived(id, log)) {
                String what = "; the log goes on from " + instead + ", and the next start puts it aside";
                add(StorageVerdict.CLEAN, id, each.getValue(), what);
            } else {
                add(loss, id, each.getValue(), "");
                lacking = id;
            }
        }
        for (Map.Entry<EntryId, StorageException> each : rotten.entrySet()) {
            EntryId id = each.getKey();
            if (!id.equals(newest())) {
                add(StorageVerdict.CLEAN, id, each.getValue(), "; a node starts from a later one");
            } else {
                String what = isDispensableOnceAway(log, start)
                        ? "; a node that reads it puts it aside and starts without it the next time"
                        : "";
                add(StorageVerdict.CORRUPT, id, each.getValue(), what);
            }
        }
        return lacking;
    }

    /** Whether the one before the newest and the log would make up for it if somebody moved it away. */
    private boolean isDispensableOnceAway(LogIndex log, @Nullable LogFile start) {
        SnapshotsFound others = new SnapshotsFound(found.sound().headMap(newest(), false), found.damaged());
        return findings.refusal() == null
                && isDispensable(others, newest(), log, start)
                && !rotten.containsKey(others.newest());
    }

    /** Whether the log reaches further in the order of votes (§5.4.1), so that it has all that the snapshot can have stood for. */
    private boolean isOutlived(EntryId id, LogIndex log) {
        return DoubtFile.unmet(List.of(id), log.lastEntry(), newest()).equals(EntryId.NONE);
    }

    private static boolean isDispensable(SnapshotsFound snapshots, EntryId id, LogIndex log, @Nullable LogFile start) {
        return start != null && start.isStartBeside(snapshots.newest()) && snapshots.isDispensable(id, log);
    }

    private void add(StorageVerdict verdict, EntryId id, StorageException why, String more) throws IOException {
        String name = SnapshotName.of(id);
        String path = disk.locate(name);
        long size = findings.size(name);
        long offset = Math.min(size, Damage.offset(why, path));
        StorageFinding finding =
                new StorageFinding(verdict, name, offset, size - offset, Damage.what(why, path) + more, 0, 0);
        if (verdict.isSound()) {
            findings.note(finding);
        } else {
            findings.refuse(finding, why);
        }
    }
}

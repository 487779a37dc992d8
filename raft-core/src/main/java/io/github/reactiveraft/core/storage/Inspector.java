package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.spi.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory that is looked at and never written: locked like by a node, read by the code that recovers it. */
final class Inspector implements Closeable {

    private final Disk disk;
    private final @Nullable Closeable lock;
    private final Findings findings;
    private final SnapshotInspector snapshots;
    private final LogInspector log;
    private @Nullable StorageInspection inspection;

    private Inspector(Disk disk, @Nullable Closeable lock) {
        this.disk = disk;
        this.lock = lock;
        this.findings = new Findings(disk);
        this.snapshots = new SnapshotInspector(disk, findings);
        this.log = new LogInspector(disk, findings);
    }

    /** Takes the lock and reads everything once; to be closed. */
    static Inspector open(Disk writable) throws IOException {
        Disk disk = new ReadOnlyDisk(writable);
        Inspector inspector = new Inspector(disk, lock(disk));
        boolean opened = false;
        try {
            inspector.inspect();
            opened = true;
            return inspector;
        } finally {
            if (!opened) {
                inspector.close();
            }
        }
    }

    /** The lock, or null if its file is not there: then nobody can have it, and creating it would be a change. */
    private static @Nullable Closeable lock(Disk disk) throws IOException {
        return disk.list("").contains(SegmentedLog.LOCK)
                ? disk.lock(SegmentedLog.LOCK).orElseThrow(() -> Damage.inUse(disk.locate("")))
                : null;
    }

    /** What was found. */
    StorageInspection inspection() {
        if (inspection == null) {
            throw new IllegalStateException("It is made before anybody can ask for it");
        }
        return inspection;
    }

    /** Where entries stand that can be read. */
    LogIndex index() {
        return log.index();
    }

    /** Why a node would not start, or null if it would. */
    @Nullable
    StorageException refusal() {
        return findings.refusal();
    }

    private void inspect() throws IOException {
        List<String> names = disk.list("");
        if (names.stream().noneMatch(Inspector::isData)) {
            throw Damage.noStorage(disk.locate(""));
        }
        boolean begun = !names.contains(IdentityFile.NAME) && isUntouched(names);
        inspection = begun ? unfinished() : inspected(names);
        requireUndisturbed();
    }

    private static boolean isData(String name) {
        return name.equals(IdentityFile.NAME)
                || name.equals(StateFile.NAME)
                || Segment.number(name) >= 0
                || SnapshotName.id(name).isPresent();
    }

    private boolean isUntouched(List<String> names) throws IOException {
        try {
            return FirstStart.isUntouched(disk, names);
        } catch (StorageException damaged) {
            return false;
        }
    }

    private StorageInspection unfinished() {
        String what = "it is missing, because the first start did not get to its end; the next one begins again";
        findings.note(StorageVerdict.CLEAN, IdentityFile.NAME, 0, 0, what);
        return new StorageInspection(disk.locate(""), null, null, List.of(), InspectedLog.EMPTY, findings.all());
    }

    private StorageInspection inspected(List<String> names) throws IOException {
        IdentityFile identity = identity(names);
        Owner owner = identity == null ? null : identity.owner();
        HardState state = new StateInspector(disk, findings).inspect(names, owner);
        snapshots.read(names, owner);
        log.inspect(names, owner, snapshots.newest());
        snapshots.judge(log.index(), log.start());
        if (findings.refusal() == null) {
            log.settle(snapshots.newest());
        }
        noteTemporaries(names);
        return new StorageInspection(
                disk.locate(""),
                identity == null ? null : InspectedIdentity.of(identity),
                state,
                snapshots.snapshots(),
                log.log(),
                findings.all());
    }

    private void noteTemporaries(List<String> names) throws IOException {
        for (String name : names) {
            if (name.endsWith(WholeFile.TEMPORARY)) {
                String what = "left over by a write that did not get to its end; the next start deletes it";
                findings.note(StorageVerdict.CLEAN, name, 0, findings.size(name), what);
            }
        }
    }

    private @Nullable IdentityFile identity(List<String> names) throws IOException {
        String name = IdentityFile.NAME;
        if (!names.contains(name)) {
            StorageException why =
                    Damage.corrupt(disk.locate(name), 0, "it is missing, though there are votes or entries beside it");
            findings.refuse(StorageVerdict.UNUSABLE, name, 0, 0, why);
            return null;
        }
        try {
            return IdentityFile.read(disk);
        } catch (StorageException refusal) {
            findings.refuse(StorageVerdict.UNUSABLE, name, 0, findings.size(name), refusal);
            return null;
        }
    }

    /** Refuses what was read if a node came meanwhile, which only one that made the lock could. */
    void requireUndisturbed() throws IOException {
        if (lock == null && disk.list("").contains(SegmentedLog.LOCK)) {
            throw Damage.inUse(disk.locate(""));
        }
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            log.close();
        }
    }
}

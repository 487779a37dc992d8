package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
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

    /** The log as a start would have it. */
    LogIndex index() {
        return log.index();
    }

    /** Where entries stand that can be read, in order. */
    List<Extent> extents() {
        return log.extents();
    }

    /** The first thing that keeps a node from starting with all that was ever acknowledged, or null if nothing does. */
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
                || name.equals(DoubtFile.NAME)
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
        long term = state == null ? Long.MAX_VALUE : state.term();
        snapshots.read(names, owner);
        log.inspect(names, owner, snapshots.newest(), snapshots.isAnyDamaged());
        boolean isAlone = identity != null && identity.founders().voters().size() == 1;
        StorageVerdict loss = isAlone ? StorageVerdict.CORRUPT : StorageVerdict.DOUBTFUL;
        EntryId lacking = snapshots.judge(log.index(), log.start(), loss);
        EntryId claim = readClaim(names, term);
        EntryId lastKnown = DoubtFile.unmet(
                List.of(lacking, claim == null ? EntryId.NONE : claim, log.claim(term)),
                log.index().lastEntry(),
                snapshots.newest());
        log.judge(lastKnown.equals(EntryId.NONE) ? StorageVerdict.CLEAN : loss);
        if (lastKnown.equals(EntryId.NONE)) {
            log.forgetStranded();
        }
        if (claim != null && names.contains(DoubtFile.NAME)) {
            noteClaim(lastKnown, loss);
        }
        if (findings.refusal() == null) {
            log.settle(snapshots.newest());
        }
        noteTemporaries(names);
        return new StorageInspection(
                disk.locate(""),
                identity == null ? null : InspectedIdentity.of(identity),
                state,
                snapshots.snapshots(),
                log.log(lastKnown),
                findings.all());
    }

    /** What an earlier start claimed, or null if this release cannot read it. */
    private @Nullable EntryId readClaim(List<String> names, long term) throws IOException {
        try {
            return DoubtFile.read(disk, names, term);
        } catch (StorageException refusal) {
            if (refusal.reason() == StorageException.Reason.IO) {
                throw refusal;
            }
            findings.refuse(DoubtFile.NAME, 0, findings.size(DoubtFile.NAME), refusal);
            return null;
        }
    }

    private void noteClaim(EntryId lastKnown, StorageVerdict loss) {
        String name = DoubtFile.NAME;
        if (lastKnown.equals(EntryId.NONE)) {
            String what = "left over, for the log reaches as far again as it did; the next start deletes it";
            findings.note(StorageVerdict.CLEAN, name, 0, 0, what);
        } else {
            String what =
                    "damage that an earlier start found cost entries that are not fetched yet, up to " + lastKnown;
            findings.refuse(loss, name, 0, 0, Damage.corrupt(disk.locate(name), 0, what));
        }
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

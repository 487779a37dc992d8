package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.model.StrandedRun;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageIdentity;
import java.io.IOException;
import java.util.List;

/** The log while it is open: recovered from its files, then written and read. */
final class OpenLog {

    private final Disk disk;
    private final Aside aside;
    private final OpenFiles files;
    private final int entryBytes;
    private final LogIndex index = new LogIndex();
    private final LogAppender appender;
    private final LogReader reader;
    private final Snapshots snapshots;
    private final EntryId claim;
    private final List<LogIndex> stranded;

    /** Recovers the log and counts this opening; refuses what cannot be used before anything was changed. */
    OpenLog(Disk disk, OpenFiles files, StorageIdentity identity, StorageSettings settings) throws IOException {
        this.disk = disk;
        this.aside = new Aside(disk);
        this.files = files;
        this.entryBytes = identity.entryBytes();
        Recovery recovery = new Recovery(disk, files, index, entryBytes);
        SegmentScan.End end = recovery.run(settings.segmentBytes());
        this.claim = recovery.claim();
        this.stranded = recovery.stranded();
        this.appender = new LogAppender(disk, aside, index, files.segments(), end, settings.segmentBytes());
        appender.prove();
        this.reader = new LogReader(files.lastSegment(), entryBytes);
        this.snapshots =
                new Snapshots(disk, files.identity().owner(), files.snapshots().sound());
        snapshots.retire();
        files.state().begin(identity.newIncarnation());
    }

    Snapshots snapshots() {
        return snapshots;
    }

    Recovered recovered() throws IOException {
        return new Recovered(
                files.state().incarnation(),
                files.state().state(),
                snapshots.newest(),
                index.base(),
                index.termRuns(),
                index.lastIndex(),
                lastTimestamp(),
                files.identity().founders(),
                claim,
                stranded.stream()
                        .filter(run -> run.lastIndex() > run.baseIndex() && isThere(run))
                        .map(run -> new StrandedRun(run.base(), run.lastEntry()))
                        .toList());
    }

    private long lastTimestamp() throws IOException {
        long last = index.lastIndex();
        if (last > index.base().index()) {
            return reader.read(index, last, 1).timestamp(last);
        }
        // An empty log starts behind the newest snapshot, if there is one.
        SnapshotMeta newest = snapshots.newest();
        return newest == null ? 0 : newest.timestamp();
    }

    /**
     * Makes the files that writes will turn to; all else that they write has its place already.
     *
     * @throws DiskFullException if there is no room for them; nothing has changed then
     */
    void prepare(List<LogWrite> writes) throws IOException {
        RoomPlan plan = appender.plan();
        long last = index.lastIndex();
        long covered = snapshots.newestIndex();
        for (LogWrite write : writes) {
            SnapshotAdoption adoption = write.adoption();
            if (adoption != null && adoption.snapshot().index() > covered) {
                covered = adoption.snapshot().index();
                if (adoption.isReset()) {
                    plan.startAnew();
                    last = covered;
                }
            }
            if (write.truncateFrom() > 0 && write.truncateFrom() <= last) {
                plan.truncate();
                last = write.truncateFrom() - 1;
            }
            plan.append(write.entries());
            last = write.entries().isEmpty() ? last : write.entries().lastIndex();
        }
        appender.prepare(plan);
    }

    /** Proves what was written, and does a part of what later writes would have to wait for. */
    void prepareAhead() throws IOException {
        appender.prove();
        appender.prepareAhead();
        aside.check();
    }

    /** Waits for what is done aside: from then on nothing touches the disk. */
    void rest() throws IOException {
        aside.await();
    }

    /** Carries out writes that room was made for, and makes them durable. */
    void write(List<LogWrite> writes) throws IOException {
        for (LogWrite write : writes) {
            HardState state = write.hardState();
            if (state != null) {
                // Nothing of a later term may be on disk before the term is, and nothing earlier may be missing behind
                // it.
                appender.force();
                files.state().write(state);
            }
            SnapshotAdoption adoption = write.adoption();
            if (adoption != null) {
                adopt(adoption);
            }
            truncateFrom(write.truncateFrom());
            Following.require(write.entries(), index.lastIndex(), index.lastTerm(), entryBytes);
            appender.append(write.entries());
        }
        appender.force();
        aside.check();
    }

    /**
     * Brings a snapshot into force; one that is already, or is older than the newest, changes nothing. Once its file has its
     * name, the rest is done at the next start if need be, see {@link Recovery}.
     */
    private void adopt(SnapshotAdoption adoption) throws IOException {
        SnapshotMeta snapshot = adoption.snapshot();
        EntryId last = snapshot.lastIncluded();
        if (last.index() <= snapshots.newestIndex()) {
            snapshots.dropStaged();
            return;
        }
        Following.requireFits(adoption, index.contains(last));
        // The log that decides at the next start what is left to do must be the one that decides now.
        appender.force();
        snapshots.adopt(snapshot);
        if (adoption.isReset()) {
            appender.startAnew(last);
            files.deleteSegments(disk, aside, files.segments().size() - 1);
        } else {
            compact(snapshots.neededBehind(adoption.base()));
        }
        snapshots.retire();
    }

    private void compact(EntryId base) throws IOException {
        int count = files.unneededCount(base.index());
        if (count > 0) {
            index.forgetBefore(files.segments().get(count));
            files.deleteSegments(disk, aside, count);
        }
    }

    private void truncateFrom(long from) throws IOException {
        if (from > 0 && from <= index.lastIndex()) {
            Following.requireUncovered(from, snapshots.newestIndex());
            appender.truncateFrom(from);
        }
    }

    EntryBatch read(long fromIndex, int maxBytes) throws IOException {
        if (fromIndex <= index.base().index() || fromIndex > index.lastIndex()) {
            throw new IllegalArgumentException(
                    "No entry " + fromIndex + " in a log from " + index.base() + " to " + index.lastIndex());
        }
        return reader.read(index, fromIndex, maxBytes);
    }

    /** Entries behind damage; none if they are gone, with their file. */
    EntryBatch readStranded(StrandedRun wanted, long fromIndex, int maxBytes) throws IOException {
        for (LogIndex run : stranded) {
            boolean isWanted =
                    run.base().equals(wanted.before()) && run.lastEntry().equals(wanted.last());
            if (isWanted && isThere(run) && fromIndex > run.baseIndex() && fromIndex <= run.lastIndex()) {
                return reader.read(run, fromIndex, maxBytes);
            }
        }
        return EntryBatch.empty();
    }

    /** Whether the files are still there: a snapshot may have taken their place. */
    private boolean isThere(LogIndex run) {
        return run.extents().stream().allMatch(extent -> files.segments().contains(extent.segment()));
    }

    /** Makes durable that this directory is not to be opened again. */
    void supersede() throws IOException {
        files.state().supersede();
    }

    /** Leaves proof that all was synced, and nothing that was made ahead. */
    void finish() throws IOException {
        appender.finish();
        aside.await();
        appender.discardAhead();
    }
}

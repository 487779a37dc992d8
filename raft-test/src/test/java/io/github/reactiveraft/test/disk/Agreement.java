package io.github.reactiveraft.test.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.core.storage.DiskFile;
import io.github.reactiveraft.core.storage.InspectedLog;
import io.github.reactiveraft.core.storage.InspectedSnapshot;
import io.github.reactiveraft.core.storage.RaftStorage;
import io.github.reactiveraft.core.storage.StorageFinding;
import io.github.reactiveraft.core.storage.StorageInspection;
import io.github.reactiveraft.core.storage.StorageVerdict;
import io.github.reactiveraft.test.contract.LogStorageContract;
import io.github.reactiveraft.test.contract.SnapshotSteps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds an inspection against a start of the same disk. */
final class Agreement {

    private Agreement() {}

    /** Compares what an inspection says with what a start does, and the disk with what it was before. */
    static StorageVerdict require(CrashDisk disk, String what) throws IOException {
        SortedMap<String, ByteBuffer> before = bytes(disk);
        long operationCount = disk.operationCount();
        StorageInspection inspection;
        try {
            inspection = RaftStorage.on(disk).inspect();
        } catch (StorageException e) {
            assertThat(e).as(what).hasMessageContaining("holds no storage");
            return StorageVerdict.CLEAN;
        }
        List<LogEntry> entries = new ArrayList<>();
        StorageException refusal = null;
        try {
            RaftStorage.on(disk)
                    .entries(1, Long.MAX_VALUE)
                    .doOnNext(entries::add)
                    .blockLast();
        } catch (StorageException e) {
            refusal = e;
        }
        assertThat(bytes(disk)).as(what).isEqualTo(before);
        assertThat(disk.operationCount()).as(what).isEqualTo(operationCount);

        String said = what + ": " + inspection;
        CrashDisk startedOn = disk.copy();
        Start found = started(startedOn, said);
        boolean isWhole = found != null && found.recovered().lastKnown().equals(EntryId.NONE);
        assertThat(inspection.verdict().isSound()).as(said).isEqualTo(isWhole);
        assertThat(refusal == null).as(said).isEqualTo(isWhole);
        assertThat(entries).as(said).hasSize((int) inspection.log().entryCount());
        requireAccountedFor(inspection, entries, said);
        if (found != null && !isWhole) {
            assertThat(inspection.verdict()).as(said).isEqualTo(StorageVerdict.DOUBTFUL);
            assertThat(inspection.log().lastKnown())
                    .as(said)
                    .isEqualTo(found.recovered().lastKnown());
            assertThat(entries)
                    .as(said)
                    .hasSizeGreaterThanOrEqualTo(found.entries().size());
            assertThat(entries.subList(0, found.entries().size())).as(said).isEqualTo(found.entries());
            requirePlausible(inspection, said);
            requireDoubtLasts(startedOn, found, said);
        } else if (found == null) {
            assertThat(inspection.verdict()).as(said).isNotEqualTo(StorageVerdict.DOUBTFUL);
            requirePlausible(inspection, said);
            requireStartWithout(inspection, disk, said);
        } else if (inspection.identity() != null) {
            assertThat(entries).as(said).isEqualTo(found.entries());
            requireSame(inspection, found.recovered(), said);
            requireTidy(startedOn);
        } else {
            assertThat(found.recovered().lastIndex()).as(said).isZero();
            assertThat(found.recovered().hardState()).as(said).isEqualTo(HardState.INITIAL);
        }
        return inspection.verdict();
    }

    /** The next start finds the same, and so does an inspection in between. */
    private static void requireDoubtLasts(CrashDisk started, Start found, String said) {
        CrashDisk left = started.kill();
        StorageInspection between = RaftStorage.on(left).inspect();
        assertThat(between.verdict()).as(said).isEqualTo(StorageVerdict.DOUBTFUL);
        assertThat(between.log().lastKnown())
                .as(said)
                .isEqualTo(found.recovered().lastKnown());
        Kept.requireSameLog(Kept.storage(left).open(Kept.IDENTITY), found.recovered());
    }

    private static void requireSame(StorageInspection inspection, Recovered recovered, String said) {
        InspectedLog log = inspection.log();
        assertThat(inspection.state()).as(said).isEqualTo(recovered.hardState());
        assertThat(log.termRuns()).as(said).isEqualTo(recovered.termRuns());
        assertThat(log.lastIndex()).as(said).isEqualTo(recovered.lastIndex());
        assertThat(log.baseIndex()).as(said).isEqualTo(recovered.base().index());
        assertThat(log.baseTerm()).as(said).isEqualTo(recovered.base().term());
        SnapshotMeta newest = null;
        for (InspectedSnapshot snapshot : inspection.snapshots()) {
            newest = snapshot.isSound() ? snapshot.meta() : newest;
        }
        assertThat(newest).as(said).isEqualTo(recovered.snapshot());
    }

    /** Nothing that a start sees to is found again; a damaged place in the log stays, for what it is worth. */
    private static void requireTidy(CrashDisk started) {
        StorageInspection after = RaftStorage.on(started.kill()).inspect();

        assertThat(after.findings())
                .allMatch(finding -> finding.file().equals("state")
                        || (finding.file().endsWith(".snap") && finding.byteCount() > 0)
                        || finding.what().endsWith("what stands behind it makes up for it"));
    }

    /** Every index the log reaches is read, once, or named as lost. */
    private static void requireAccountedFor(StorageInspection inspection, List<LogEntry> entries, String said) {
        long due = inspection.log().baseIndex() + 1;
        for (LogEntry entry : entries) {
            assertThat(entry.id().index()).as(said).isGreaterThanOrEqualTo(due);
            requireLost(inspection, due, entry.id().index() - 1, said);
            due = entry.id().index() + 1;
        }
        requireLost(inspection, due, inspection.log().lastIndex(), said);
    }

    private static void requireLost(StorageInspection inspection, long first, long last, String said) {
        for (long index = first; index <= last; index++) {
            long lost = index;
            assertThat(inspection.findings())
                    .as("index %d, %s", index, said)
                    .anyMatch(finding -> finding.firstIndex() <= lost && lost <= finding.lastIndex());
        }
    }

    /** Where a file is said to be all that keeps a node from starting, it is. */
    private static void requireStartWithout(StorageInspection inspection, CrashDisk disk, String said)
            throws IOException {
        for (StorageFinding finding : inspection.findings()) {
            if (finding.what().endsWith("starts without it the next time")) {
                CrashDisk without = disk.copy();
                without.delete(finding.file());
                assertThat(started(without, said)).as(said).isNotNull();
            }
        }
    }

    private static void requirePlausible(StorageInspection inspection, String said) {
        for (StorageFinding finding : inspection.findings()) {
            assertThat(finding.offset()).as(said).isNotNegative();
            assertThat(finding.byteCount()).as(said).isNotNegative();
            assertThat(finding.lastIndex() == 0 || finding.lastIndex() >= finding.firstIndex())
                    .as(said)
                    .isTrue();
            assertThat(finding.what()).as(said).doesNotContain("Nothing was changed");
        }
    }

    /** What a node finds that starts, its state included; or null if it does not. */
    private static @Nullable Start started(CrashDisk disk, String said) {
        LogStorage storage = Kept.storage(disk);
        try {
            Recovered recovered = storage.open(Kept.IDENTITY);
            SnapshotMeta snapshot = recovered.snapshot();
            if (snapshot != null) {
                SnapshotSteps.stateIn(storage, snapshot);
            }
            long first = recovered.base().index() + 1;
            EntryBatch log = LogStorageContract.all(storage, first, recovered.lastIndex(), 3_000);
            return new Start(recovered, log.entries());
        } catch (StorageException e) {
            assertThat(e.reason()).as(said).isIn(Reason.CORRUPT, Reason.IDENTITY, Reason.VERSION);
            return null;
        }
    }

    private record Start(Recovered recovered, List<LogEntry> entries) {}

    private static SortedMap<String, ByteBuffer> bytes(CrashDisk disk) throws IOException {
        SortedMap<String, ByteBuffer> bytes = new TreeMap<>();
        for (String name : disk.names("")) {
            try (DiskFile file = disk.open(name, false)) {
                ByteBuffer content = ByteBuffer.allocate((int) file.size());
                file.read(0, content);
                bytes.put(name, content.flip());
            }
        }
        return bytes;
    }
}

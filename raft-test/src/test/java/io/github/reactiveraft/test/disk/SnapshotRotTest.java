package io.github.reactiveraft.test.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.api.spi.StorageIdentity;
import io.github.reactiveraft.core.storage.DiskFile;
import io.github.reactiveraft.test.contract.LogStorageContract;
import io.github.reactiveraft.test.contract.SnapshotSteps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Damages every byte of snapshots in force. What cannot be used is made up for by the snapshot before it and the log, if
 * they reach each other, and refused otherwise; a wrong state is never handed out.
 */
@ExtendWith(Quiet.class)
class SnapshotRotTest {

    private static final String FIRST = "snapshot-0000000000000000001-0000000000000000012.snap";
    private static final String SECOND = "snapshot-0000000000000000001-0000000000000000027.snap";
    private static final int HEADER_BYTES = 24 + 24 + 9 + 6 + 2 + 3 * 4;
    private static final int END_BYTES = 20;

    private SnapshotRun run = new SnapshotRun(new CrashDisk());

    private void takeTwo() {
        run.open();
        run.append(1, 20, 400);
        run.takeAndAdopt(12, 12);
        run.append(1, 10, 400);
        run.takeAndAdopt(27, 27);
        run.append(2, 3, 100);
        run.storage().close();
    }

    private void replaceLog() {
        run.open();
        run.append(1, 20, 400);
        run.takeAndAdopt(12, 12);
        EntryId beyond = new EntryId(1, 27);
        run.receive(beyond, 500);
        run.write(run.adoptReceived(beyond, EntryBatch.empty()));
        run.append(2, 3, 100);
        run.storage().close();
    }

    @Test
    void damagedNewestSnapshotIsMadeUpForOrNoticedWhenItIsRead() {
        takeTwo();
        long size = run.disk().size(SECOND);
        int asideCount = 0;

        for (long position = 0; position < size; position++) {
            CrashDisk rotten = rotten(SECOND, position);
            LogStorage storage = Kept.storage(rotten);
            Recovered recovered = storage.open(Kept.IDENTITY);
            SnapshotMeta snapshot = snapshotOf(recovered);
            if (snapshot.index() == 12) {
                asideCount++;
                assertThat(position).matches(at -> at < HEADER_BYTES || at >= size - END_BYTES);
                assertThat(rotten.names("")).contains(SECOND + ".damaged").doesNotContain(SECOND);
                requireWhole(storage, recovered, snapshot);
                Kept.requireSameLog(Kept.storage(rotten.kill()).open(Kept.IDENTITY), recovered);
            } else {
                assertThatThrownBy(() -> SnapshotSteps.stateIn(storage, snapshot))
                        .as("damage at %d", position)
                        .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.reason())
                                .isEqualTo(Reason.CORRUPT))
                        .hasMessageStartingWith("crash-disk:/" + SECOND + " is damaged at byte ")
                        .hasMessageContaining("puts the file aside");
            }
        }

        assertThat(asideCount).isEqualTo(HEADER_BYTES + END_BYTES);
    }

    /** What a node does when damage shows only while the state is being read; the log goes on until it is closed. */
    @Test
    void newestSnapshotThatIsPutAsideIsMadeUpForAtTheNextStart() {
        takeTwo();
        LogStorage storage = Kept.storage(run.disk());
        storage.open(Kept.IDENTITY);

        storage.snapshots().putAside(new EntryId(1, 27));
        storage.snapshots().putAside(new EntryId(1, 27));
        storage.write(List.of(new LogWrite(null, 31, EntryBatch.empty())));
        assertThat(storage.snapshots().open(new EntryId(1, 27))).isEmpty();
        CrashDisk cut = run.disk().crash(new SplittableRandom(1));

        LogStorage again = Kept.storage(cut);
        Recovered recovered = again.open(Kept.IDENTITY);
        assertThat(snapshotOf(recovered).index()).isEqualTo(12);
        assertThat(recovered.lastIndex()).isEqualTo(30);
        assertThat(cut.names("")).contains(SECOND + ".damaged").doesNotContain(SECOND);
    }

    @Test
    void snapshotThatReplacedTheLogAndIsPutAsideIsDoubt() {
        replaceLog();
        LogStorage storage = Kept.storage(run.disk());
        storage.open(Kept.IDENTITY);

        storage.snapshots().putAside(new EntryId(1, 27));
        storage.close();

        requireDoubtful(run.disk(), new EntryId(2, 30));
    }

    @Test
    void damagedOlderSnapshotDisturbsNobody() {
        takeTwo();
        for (long position = 0; position < run.disk().size(FIRST); position++) {
            LogStorage storage = Kept.storage(rotten(FIRST, position));

            Recovered recovered = storage.open(Kept.IDENTITY);

            assertThat(snapshotOf(recovered).index()).isEqualTo(27);
            requireWhole(storage, recovered, snapshotOf(recovered));
        }
    }

    /** Before there are two, it is the log from its first entry on that makes up for one. */
    @Test
    void damagedOnlySnapshotIsMadeUpForByTheWholeLog() {
        run.open();
        run.append(1, 20, 400);
        run.takeAndAdopt(12, 12);
        run.storage().close();
        LogStorage storage = Kept.storage(rotten(FIRST, 30));

        Recovered recovered = storage.open(Kept.IDENTITY);

        assertThat(recovered.snapshot()).isNull();
        assertThat(recovered.base()).isEqualTo(EntryId.NONE);
        assertThat(LogStorageContract.all(storage, 20, 3_000))
                .isEqualTo(run.now().history());
    }

    @Test
    void damagedSnapshotThatReplacedTheLogIsDoubt() {
        replaceLog();

        for (long position : new long[] {0, 30, HEADER_BYTES - 1, run.disk().size(SECOND) - 1}) {
            requireDoubtful(rotten(SECOND, position), new EntryId(2, 30));
        }
    }

    /** Between the renaming of a received snapshot and the new log, the power failed, and then the file rotted. */
    @Test
    void damagedSnapshotThatTheLogDoesNotLeadUpToIsDoubt() throws IOException {
        run.open();
        run.append(1, 20, 400);
        run.takeAndAdopt(12, 12);
        run.storage().close();
        SnapshotMeta meta = SnapshotSteps.meta(1, 27);
        try (DiskFile file = run.disk().open(SECOND, true)) {
            file.write(
                    0,
                    SnapshotSteps.image(Kept.IDENTITY, meta, SnapshotSteps.state(1, 100))
                            .buffer());
        }

        requireDoubtful(rotten(SECOND, 30), meta.lastIncluded());
        Recovered recovered = Kept.storage(run.disk().copy()).open(Kept.IDENTITY);
        assertThat(recovered.base()).isEqualTo(meta.lastIncluded());
        assertThat(recovered.lastIndex()).isEqualTo(27);
    }

    @Test
    void logThatNothingLeadsUpToIsDoubtWhenBothSnapshotsAreDamaged() {
        takeTwo();
        CrashDisk rotten = rotten(FIRST, 30);
        rotten.flip(SECOND, 30, 1);

        requireDoubtful(rotten, new EntryId(2, 33));
    }

    @Test
    void missingSnapshotsAreDoubtWhenTheLogDoesNotReachBack() throws IOException {
        takeTwo();
        CrashDisk without = run.disk().copy();
        without.delete(FIRST);
        without.delete(SECOND);
        requireDoubtful(without, new EntryId(2, 33));

        run = new SnapshotRun(new CrashDisk());
        replaceLog();
        CrashDisk replaced = run.disk().copy();
        replaced.delete(SECOND);
        requireDoubtful(replaced, new EntryId(2, 30));
    }

    @Test
    void truncatedSnapshotIsMadeUpFor() throws IOException {
        takeTwo();
        for (long size = 0; size < run.disk().size(SECOND); size += 7) {
            CrashDisk rotten = run.disk().copy();
            try (DiskFile file = rotten.open(SECOND, false)) {
                file.truncate(size);
            }

            Recovered recovered = Kept.storage(rotten).open(Kept.IDENTITY);

            assertThat(snapshotOf(recovered).index()).isEqualTo(12);
        }
    }

    @Test
    void snapshotOfAnotherClusterOrUnderAnotherNameIsRefused() throws IOException {
        takeTwo();
        StorageIdentity known = Kept.IDENTITY;
        StorageIdentity foreigner = new StorageIdentity(
                "other", known.group(), known.node(), known.founders(), known.newIncarnation(), known.entryBytes());
        SnapshotMeta meta = SnapshotSteps.meta(1, 27);
        CrashDisk foreign = run.disk().copy();
        replace(foreign, SECOND, SnapshotSteps.image(foreigner, meta, SnapshotSteps.state(1, 100)));
        assertThatThrownBy(() -> Kept.storage(foreign).open(Kept.IDENTITY))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IDENTITY))
                .hasMessageContaining("of cluster other");

        CrashDisk renamed = run.disk().copy();
        replace(renamed, SECOND, SnapshotSteps.image(known, SnapshotSteps.meta(1, 26), SnapshotSteps.state(1, 100)));
        assertThat(snapshotOf(Kept.storage(renamed).open(Kept.IDENTITY)).index())
                .isEqualTo(12);
    }

    /** An image whose first record repeats another one of the same snapshot: every record is valid in itself. */
    @Test
    void recordsInAnotherPlaceAreNoticed() throws IOException {
        run.open();
        run.append(1, 25, 10);
        SnapshotMeta meta = SnapshotSteps.meta(1, 25);
        SnapshotSteps.take(run.storage(), meta, SnapshotSteps.state(1, 3 * 65_536), 65_536);
        run.write(SnapshotSteps.adopt(meta, EntryId.NONE, false));
        String name = "snapshot-0000000000000000001-0000000000000000025.snap";
        int record = 8 + 65_536;
        ByteBuffer second = ByteBuffer.allocate(record);
        try (DiskFile file = run.disk().open(name, false)) {
            file.read(HEADER_BYTES + record, second);
            file.write(HEADER_BYTES, second.flip());
        }

        assertThatThrownBy(() -> SnapshotSteps.stateIn(run.storage(), meta))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("is damaged at byte " + HEADER_BYTES + ": the checksum does not match");
    }

    private void requireWhole(LogStorage storage, Recovered recovered, SnapshotMeta snapshot) {
        assertThat(SnapshotSteps.stateIn(storage, snapshot)).isEqualTo(KeptWithSnapshot.stateOf(snapshot));
        long first = recovered.base().index() + 1;
        assertThat(first).isLessThanOrEqualTo(snapshot.index() + 1);
        assertThat(LogStorageContract.all(storage, first, recovered.lastIndex(), 3_000))
                .isEqualTo(run.now().history().from(first));
    }

    /** The log is given up, how far it reached is claimed, and the next start finds the same. */
    private static void requireDoubtful(CrashDisk disk, EntryId last) {
        LogStorage storage = Kept.storage(disk);
        Recovered recovered = storage.open(Kept.IDENTITY);
        storage.close();

        assertThat(recovered.lastKnown()).isEqualTo(last);
        assertThat(recovered.lastIndex()).isLessThan(last.index());
        Kept.requireSameLog(Kept.storage(disk).open(Kept.IDENTITY), recovered);
    }

    private static SnapshotMeta snapshotOf(Recovered recovered) {
        SnapshotMeta snapshot = recovered.snapshot();
        if (snapshot == null) {
            throw new AssertionError("no snapshot");
        }
        return snapshot;
    }

    private CrashDisk rotten(String name, long position) {
        CrashDisk rotten = run.disk().copy();
        rotten.flip(name, position, 1 << (position % 8));
        return rotten;
    }

    private static void replace(CrashDisk disk, String name, Bytes content) throws IOException {
        try (DiskFile file = disk.open(name, false)) {
            file.truncate(0);
            file.write(0, content.buffer());
        }
    }
}

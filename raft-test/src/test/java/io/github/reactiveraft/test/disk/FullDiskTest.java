package io.github.reactiveraft.test.disk;

import static io.github.reactiveraft.test.contract.LogStorageContract.append;
import static io.github.reactiveraft.test.contract.LogStorageContract.commands;
import static io.github.reactiveraft.test.contract.SnapshotSteps.adopt;
import static io.github.reactiveraft.test.contract.SnapshotSteps.image;
import static io.github.reactiveraft.test.contract.SnapshotSteps.meta;
import static io.github.reactiveraft.test.contract.SnapshotSteps.receive;
import static io.github.reactiveraft.test.contract.SnapshotSteps.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A write that finds no room has changed nothing, whichever of its files there is no room for. */
@ExtendWith(Quiet.class)
class FullDiskTest {

    @Test
    void writeThatFindsNoRoomHasChangedNothingAndIsRepeatedLater() {
        int fullCount = 0;
        for (long script = 1; script <= 60; script++) {
            SplittableRandom random = new SplittableRandom(script);
            RandomWrites writes = new RandomWrites(random);
            CrashDisk disk = new CrashDisk();
            LogStorage storage = Kept.storage(disk);
            Kept kept = Kept.in(storage);
            for (int call = 0; call < 25; call++) {
                List<LogWrite> next = writes.next(kept);
                fullCount += untilThereIsRoom(disk, storage, kept, next, random);
                kept = kept.after(next);
            }
            assertThat(Kept.in(Kept.storage(disk.crash(random)))).isEqualTo(kept);
        }
        assertThat(fullCount).isGreaterThan(100);
    }

    /** Room for one more growth each time; answers how often there was too little. */
    private static int untilThereIsRoom(
            CrashDisk disk, LogStorage storage, Kept kept, List<LogWrite> next, SplittableRandom random) {
        for (int growthCount = 0; ; growthCount++) {
            disk.fullAfter(growthCount);
            try {
                storage.write(next);
                storage.prepareAhead();
                return growthCount;
            } catch (StorageException e) {
                assertThat(e.reason()).isEqualTo(Reason.FULL);
                assertThat(e).hasMessageContaining("No space left on device").hasMessageContaining("Free some space");
            }
            assertThat(disk.names("")).noneMatch(name -> name.endsWith(".tmp"));
            assertThat(Kept.in(Kept.storage(disk.copy().crash(random)))).isEqualTo(kept);
        }
    }

    @Test
    void writeOfManyFilesFindsRoomForAllOfThemOrForNone() {
        CrashDisk disk = new CrashDisk();
        LogStorage storage = Kept.storage(disk);
        storage.open(Kept.IDENTITY);
        List<LogWrite> many = List.of(append(commands(1, 1, 60, 1_000)), append(commands(1, 61, 63, 10)));

        disk.fullAfter(30);
        assertThatThrownBy(() -> storage.write(many))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FULL));
        assertThat(disk.names(""))
                .filteredOn(name -> name.startsWith("segment"))
                .hasSize(1);
        disk.full(false);
        storage.write(many);

        assertThat(disk.names(""))
                .filteredOn(name -> name.startsWith("segment"))
                .hasSizeGreaterThan(15);
        assertThat(Kept.in(Kept.storage(disk.kill())).log().lastIndex()).isEqualTo(63);
    }

    @Test
    void receivedSnapshotComesIntoForceOnlyWhenThereIsRoomForItsLog() {
        CrashDisk disk = new CrashDisk();
        LogStorage storage = Kept.storage(disk);
        storage.open(Kept.IDENTITY);
        storage.write(List.of(append(commands(1, 1, 5, 10))));
        SnapshotMeta snapshot = meta(2, 9);
        receive(storage, snapshot, image(Kept.IDENTITY, snapshot, state(1, 1_000)), 300);
        List<LogWrite> adopting = List.of(adopt(snapshot, snapshot.lastIncluded(), true));

        disk.full(true);
        assertThatThrownBy(() -> storage.write(adopting)).isInstanceOf(StorageException.class);
        assertThat(disk.names("")).noneMatch(name -> name.endsWith(".snap"));
        assertThat(storage.read(1, 10_000).lastIndex()).isEqualTo(5);
        disk.full(false);
        storage.write(adopting);
        storage.write(List.of(append(commands(2, 10, 11, 10))));

        Recovered recovered = Kept.storage(disk.kill()).open(Kept.IDENTITY);
        assertThat(recovered.snapshot()).isEqualTo(snapshot);
        assertThat(recovered.lastIndex()).isEqualTo(11);
    }

    @Test
    void readsAndVotesNeedNoRoom() {
        CrashDisk disk = new CrashDisk();
        LogStorage storage = Kept.storage(disk);
        Kept kept = Kept.in(storage);
        storage.write(List.of(append(commands(1, 1, 5, 10))));

        disk.full(true);
        storage.write(List.of(new LogWrite(kept.hardState().inTerm(7, null), 0, EntryBatch.empty())));

        assertThat(storage.read(1, 10_000).count()).isEqualTo(5);
        assertThat(Kept.in(Kept.storage(disk.kill())).hardState().term()).isEqualTo(7);
    }

    @Test
    void startWithoutRoomSaysSo() {
        CrashDisk disk = new CrashDisk();
        LogStorage storage = Kept.storage(disk);
        disk.full(true);

        assertThatThrownBy(() -> storage.open(Kept.IDENTITY))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FULL));
        disk.full(false);

        assertThat(Kept.in(storage)).isEqualTo(Kept.NOTHING);
    }
}

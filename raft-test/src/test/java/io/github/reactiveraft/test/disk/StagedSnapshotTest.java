package io.github.reactiveraft.test.disk;

import static io.github.reactiveraft.test.contract.SnapshotSteps.adopt;
import static io.github.reactiveraft.test.contract.SnapshotSteps.image;
import static io.github.reactiveraft.test.contract.SnapshotSteps.meta;
import static io.github.reactiveraft.test.contract.SnapshotSteps.part;
import static io.github.reactiveraft.test.contract.SnapshotSteps.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.api.spi.SnapshotReceiver;
import io.github.reactiveraft.api.spi.SnapshotWriter;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Snapshots on their way to a disk that fails, and out of hands that cannot be trusted. */
@ExtendWith(Quiet.class)
class StagedSnapshotTest {

    private static final SnapshotMeta META = meta(1, 10);
    private static final int MIB = 1024 * 1024;

    private final SnapshotRun run = new SnapshotRun(new CrashDisk());
    private final CrashDisk disk = run.disk();

    @BeforeEach
    void open() {
        run.open();
        run.append(1, 20, 100);
    }

    private LogStorage storage() {
        return run.storage();
    }

    @Test
    void largeSnapshotsAreForcedAllAlong() {
        long before = disk.forceCount();
        SnapshotWriter writer = storage().snapshots().create(META);
        Bytes state = state(1, MIB);
        for (int mib = 0; mib < 17; mib++) {
            writer.write(state.buffer());
        }
        assertThat(disk.forceCount() - before).isEqualTo(2);
        writer.finish();
        storage().write(List.of(adopt(META, META.lastIncluded(), false)));

        SnapshotReader reader = storage().snapshots().open(META.lastIncluded()).orElseThrow();
        CrashDisk other = new CrashDisk();
        SnapshotRun receiving = new SnapshotRun(other);
        receiving.open();
        SnapshotReceiver receiver = receiving.storage().snapshots().receive(META, reader.byteCount());
        long beforeReceiving = other.forceCount();
        while (receiver.offset() < reader.byteCount()) {
            receiver.write(reader.image(receiver.offset(), MIB));
        }
        assertThat(other.forceCount() - beforeReceiving).isEqualTo(2);
    }

    @Test
    void fullDiskCostsTheSnapshotAndNotTheStorage() {
        SnapshotWriter writer = storage().snapshots().create(META);
        writer.write(state(1, 100_000).buffer());
        disk.full(true);
        requireFull(() -> writer.write(state(2, 100_000).buffer()));
        assertThat(disk.names("")).as("its space is given back").noneMatch(name -> name.endsWith(".tmp"));
        requireFailed(() -> writer.write(state(2, 1).buffer()));
        requireFailed(writer::finish);
        requireFull(() -> storage().snapshots().create(meta(1, 11)));
        requireFull(() -> storage().snapshots().receive(meta(1, 12), 1_000));
        writer.discard();
        disk.full(false);

        assertThat(disk.names("")).noneMatch(name -> name.endsWith(".tmp"));
        run.append(1, 3, 100);
        run.takeAndAdopt(10, 10);
        run.reopen();
    }

    @Test
    void snapshotWhoseSyncFailedIsNeverAdopted() {
        SnapshotWriter writer = storage().snapshots().create(META);
        writer.write(state(1, 1_000).buffer());
        disk.failForce(disk.forceCount() + 1);

        requireFailed(writer::finish);
        requireFailed(writer::finish);

        run.append(1, 1, 10);
        LogStorage storage = storage();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> storage.write(List.of(adopt(META, META.lastIncluded(), false))))
                .withMessageContaining("No complete snapshot is staged");
        run.moveTo(disk.crash(new SplittableRandom(1)));
        run.open();
    }

    @Test
    void receivedImageWhoseSyncFailedBeginsAnew() {
        Bytes image = image(Kept.IDENTITY, META, state(1, 1_000));
        SnapshotReceiver receiver = storage().snapshots().receive(META, image.length());
        receiver.write(image);
        disk.failForce(disk.forceCount() + 1);

        requireFailed(receiver::finish);

        assertThat(storage().snapshots().receive(META, image.length()).offset()).isZero();
    }

    @Test
    void failedReadsAreToldFromDamage() {
        run.takeAndAdopt(10, 10);
        SnapshotReader reader = storage().snapshots().open(run.now().id(10)).orElseThrow();

        disk.failRead();
        requireFailed(reader::next);
        disk.failRead();
        requireFailed(() -> reader.image(0, 10));
    }

    /** There are file systems that delete no open file. */
    @Test
    void fileThatIsBeingReadStaysUntilItIsClosed() {
        String first = "snapshot-0000000000000000001-0000000000000000005.snap";
        run.takeAndAdopt(5, 5);
        SnapshotReader reader = storage().snapshots().open(run.now().id(5)).orElseThrow();
        run.takeAndAdopt(10, 10);
        run.takeAndAdopt(15, 15);

        assertThat(disk.names("")).contains(first);
        reader.close();
        assertThat(disk.names("")).doesNotContain(first);
    }

    /** Pieces that are lost, come twice or in another order, and bytes that nobody ever wrote. */
    @Test
    void whateverComesInIsEitherTheImageOrRefused() {
        Bytes image = image(Kept.IDENTITY, META, state(1, 150_000));
        SplittableRandom random = new SplittableRandom(3);
        int refusedCount = 0;
        for (int round = 0; round < 300; round++) {
            SnapshotReceiver receiver = storage().snapshots().receive(META, image.length());
            assertThat(receiver.offset()).isZero();
            try {
                while (receiver.offset() < image.length()) {
                    receiver.write(piece(random, image, receiver.offset()));
                }
                receiver.finish();
                assertThat(storage().snapshots().receive(META, image.length())).isSameAs(receiver);
                // Another one discards it.
                storage().snapshots().receive(META, 1);
            } catch (StorageException e) {
                assertThat(e.reason()).isEqualTo(Reason.CORRUPT);
                assertThat(disk.names("")).noneMatch(name -> name.endsWith(".tmp"));
                refusedCount++;
            }
        }
        assertThat(refusedCount).isBetween(100, 290);
        SnapshotReceiver last = storage().snapshots().receive(META, image.length());
        last.write(image);
        last.finish();
        storage().write(List.of(adopt(META, META.lastIncluded(), false)));
    }

    private static Bytes piece(SplittableRandom random, Bytes image, long offset) {
        int length = (int) Math.min(1 + random.nextInt(60_000), image.length() - offset);
        return switch (random.nextInt(12)) {
            case 0 -> state(random.nextLong(), length);
            case 1 -> part(image, random.nextLong(image.length() - length + 1L), length);
            default -> part(image, offset, length);
        };
    }

    private static void requireFailed(ThrowingCallable action) {
        requireFailed(action, Reason.IO);
    }

    private static void requireFull(ThrowingCallable action) {
        requireFailed(action, Reason.FULL);
    }

    private static void requireFailed(ThrowingCallable action, Reason reason) {
        assertThatThrownBy(action).isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.reason())
                .isEqualTo(reason));
    }
}

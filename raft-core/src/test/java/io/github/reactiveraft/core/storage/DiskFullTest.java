package io.github.reactiveraft.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.SnapshotWriter;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.api.spi.StorageIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No room on the real file system, or what looks like it. */
class DiskFullTest {

    private static final int SEGMENT_BYTES = 4096;

    @TempDir
    Path directory;

    private LogStorage open(Disk disk) {
        LogStorage storage =
                RaftStorage.on(disk).with(new StorageSettings(SEGMENT_BYTES)).log();
        storage.open(GoldenFiles.IDENTITY);
        return storage;
    }

    @Test
    void writeWithoutRoomChangesNothingAndIsRepeatedWhenThereIsSome() {
        QuotaDisk disk = new QuotaDisk(new SystemDisk(directory));
        LogStorage storage = open(disk);
        storage.write(List.of(append(1, 1, 100)));
        // A file of the usual length for the first, longer ones for each of the others.
        List<LogWrite> writes =
                List.of(append(2, 2, 1_500), new LogWrite(null, 3, EntryBatch.empty()), append(3, 5, 2_000));
        long room = SEGMENT_BYTES;

        disk.leave(room);
        requireFull(() -> storage.write(writes));
        assertThat(disk.left()).as("given back").isEqualTo(room);
        assertThat(storage.read(1, 100_000).lastIndex()).isEqualTo(1);
        disk.leave(10 * SEGMENT_BYTES);
        storage.write(writes);
        storage.close();

        assertThat(disk.left()).isLessThan(8 * SEGMENT_BYTES);
        LogStorage again = open(new SystemDisk(directory));
        assertThat(again.read(1, 100_000).count()).isPositive();
        assertThat(again.read(7, 100_000).lastIndex()).isEqualTo(7);
        again.close();
    }

    @Test
    void entryLongerThanAFileNeedsRoomForItsOwn() {
        QuotaDisk disk = new QuotaDisk(new SystemDisk(directory));
        LogStorage storage =
                RaftStorage.on(disk).with(new StorageSettings(SEGMENT_BYTES)).log();
        storage.open(identity(20_000));

        disk.leave(20_000);
        requireFull(() -> storage.write(List.of(append(1, 1, 20_000))));
        disk.leave(21_000);
        storage.write(List.of(append(1, 1, 20_000)));
        storage.close();

        assertThat(disk.left()).isBetween(0L, 1_000L);
    }

    @Test
    void snapshotWithoutRoomIsGivenUpAndTheLogGoesOn() {
        QuotaDisk disk = new QuotaDisk(new SystemDisk(directory));
        LogStorage storage = open(disk);
        storage.write(List.of(append(1, 3, 100)));
        SnapshotMeta meta = new SnapshotMeta(new EntryId(1, 2), 0, GoldenFiles.IDENTITY.founders());
        SnapshotWriter writer = storage.snapshots().create(meta);

        disk.leave(100_000);
        requireFull(() -> writer.write(ByteBuffer.allocate(1 << 20)));

        assertThat(disk.left()).as("given back").isGreaterThan(100_000);
        storage.write(List.of(append(4, 10, 1_000)));
        assertThat(storage.read(13, 1).lastIndex()).isEqualTo(13);
        storage.close();
    }

    @Test
    void fullDeviceIsRecognised() throws IOException {
        assumeTrue(Files.isWritable(Path.of("/dev/full")), "only Linux has such a device");

        try (DiskFile file = new SystemDisk(Path.of("/dev")).open("full", false)) {
            assertThatThrownBy(() -> file.write(0, ByteBuffer.allocate(10))).isInstanceOf(DiskFullException.class);
        }
    }

    @Test
    void wantOfRoomIsToldFromOtherFailures() {
        Room room = new Room(directory);

        assertThat(room.explained(new FileSystemException("f", null, "No space left on device"), 0))
                .isInstanceOf(DiskFullException.class)
                .hasMessageContaining("No space left on device");
        assertThat(room.explained(new IOException("Disk quota exceeded"), 0)).isInstanceOf(DiskFullException.class);
        assertThat(room.explained(new IOException("Auf dem Gerät ist kein Speicherplatz mehr"), Long.MAX_VALUE))
                .as("in whatever language, when it did not fit")
                .isInstanceOf(DiskFullException.class);
        IOException broken = new IOException("Input/output error");
        assertThat(room.explained(broken, 10)).isSameAs(broken);
    }

    private static StorageIdentity identity(int entryBytes) {
        StorageIdentity golden = GoldenFiles.IDENTITY;
        return new StorageIdentity(
                golden.cluster(),
                golden.group(),
                golden.node(),
                golden.founders(),
                golden.newIncarnation(),
                entryBytes);
    }

    private static LogWrite append(long from, int count, int payloadBytes) {
        Proposal command = Proposal.command(Bytes.of(new byte[payloadBytes]));
        return new LogWrite(null, 0, EntryBatch.encode(from, 1, 0, Collections.nCopies(count, command)));
    }

    private static void requireFull(ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FULL))
                .hasMessageContaining("Free some space, or raise the quota");
    }
}

package io.github.reactiveraft.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.api.spi.StorageIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaftStorageTest {

    @TempDir
    Path directory;

    private LogStorage storage() {
        return RaftStorage.in(directory).with(new StorageSettings(4096)).log();
    }

    @Test
    void nothingIsTouchedBeforeALogIsOpened() {
        Path data = directory.resolve("data");

        RaftStorage.in(data).log().close();

        assertThat(data).doesNotExist();
    }

    @Test
    void segmentBytesHaveARange() {
        assertThat(StorageSettings.defaults().segmentBytes()).isEqualTo(64 << 20);
        assertThat(StorageSettings.defaults().withSegmentBytes(4096).segmentBytes())
                .isEqualTo(4096);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StorageSettings(4095))
                .withMessageContaining("4096 to 1073741824")
                .withMessageContaining("4095");
        assertThatIllegalArgumentException().isThrownBy(() -> new StorageSettings((1 << 30) + 1));
    }

    @Test
    void newSettingsLeaveOldFilesAsTheyAre() {
        GoldenFiles.write(directory);

        LogStorage storage =
                RaftStorage.in(directory).with(new StorageSettings(100_000)).log();
        storage.open(GoldenFiles.IDENTITY);
        EntryBatch more = EntryBatch.encode(
                7,
                3,
                0,
                GoldenFiles.LOG.upTo(5).entries().stream()
                        .map(entry -> entry.proposal())
                        .toList());
        storage.write(List.of(new LogWrite(null, 0, more)));
        storage.close();

        LogStorage again = storage();
        assertThat(again.open(GoldenFiles.IDENTITY).lastIndex()).isEqualTo(11);
        assertThat(again.read(1, 100_000)).isEqualTo(EntryBatch.join(List.of(GoldenFiles.LOG, more)));
        assertThat(directory.resolve("segment-0000000001-0000000000000000001.log"))
                .hasSize(4096);
        assertThat(directory.resolve("segment-0000000003-0000000000000000007.log"))
                .hasSize(100_000);
        again.close();
    }

    @Test
    void newerFormatVersionIsToldFromDamage() throws IOException {
        for (String name : List.of(
                "identity",
                "state",
                "segment-0000000001-0000000000000000001.log",
                "snapshot-0000000000000000003-0000000000000000005.snap")) {
            Path data = directory.resolve(name + "-case");
            GoldenFiles.write(data);
            setVersion(data.resolve(name), 2);

            LogStorage storage = RaftStorage.in(data).log();

            assertThatThrownBy(() -> storage.open(GoldenFiles.IDENTITY))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.VERSION))
                    .hasMessageStartingWith(data.resolve(name) + " has format version 2, this release knows 1");
        }
    }

    private static void setVersion(Path file, int version) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(8, version);
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, 12);
        bytes.putInt(12, (int) crc.getValue());
        Files.write(file, bytes.array());
    }

    @Test
    void otherFoundersAreRefusedSayingWhatIsStoredAndWhatWasAsked() {
        GoldenFiles.write(directory);
        StorageIdentity known = GoldenFiles.IDENTITY;
        StorageIdentity other = new StorageIdentity(
                known.cluster(),
                known.group(),
                known.node(),
                new Membership(new TreeSet<>(List.of(known.node()))),
                1,
                2048);

        assertThatThrownBy(() -> storage().open(other))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IDENTITY))
                .hasMessageContaining("founded with the members [n1, n2, n3]")
                .hasMessageContaining("opened with [n1]")
                .hasMessageContaining("set [n1, n2, n3] again");
    }

    @Test
    void fileOfAnotherDirectoryIsRefused() throws IOException {
        for (String name : List.of("state", "segment-0000000001-0000000000000000001.log")) {
            Path data = directory.resolve(name + "-case");
            Path foreign = directory.resolve(name + "-foreign");
            GoldenFiles.write(data);
            LogStorage other =
                    RaftStorage.in(foreign).with(new StorageSettings(4096)).log();
            StorageIdentity known = GoldenFiles.IDENTITY;
            other.open(new StorageIdentity(
                    known.cluster(), known.group(), known.node(), known.founders(), 99, known.entryBytes()));
            other.close();
            Files.copy(foreign.resolve(name), data.resolve(name), StandardCopyOption.REPLACE_EXISTING);

            LogStorage storage = RaftStorage.in(data).log();

            assertThatThrownBy(() -> storage.open(known))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IDENTITY))
                    .hasMessageContaining("incarnation 63")
                    .hasMessageContaining("incarnation 123456789abcdef");
        }
    }

    @Test
    void entriesThatDoNotFollowOrAreTooLargeAreRefusedBeforeTheyAreWritten() {
        GoldenFiles.write(directory);
        LogStorage storage = storage();
        storage.open(GoldenFiles.IDENTITY);

        EntryBatch gap =
                EntryBatch.encode(8, 3, 0, List.of(GoldenFiles.LOG.entry(2).proposal()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> storage.write(List.of(new LogWrite(null, 0, gap))))
                .withMessageContaining("do not follow index 6 of term 3");
        storage.close();
        assertThat(storage().open(GoldenFiles.IDENTITY).lastIndex()).isEqualTo(6);
    }

    @Test
    void entryLargerThanAllowedOnDiskIsRefusedAndNotTakenForDamage() {
        GoldenFiles.write(directory);
        StorageIdentity known = GoldenFiles.IDENTITY;
        StorageIdentity smaller =
                new StorageIdentity(known.cluster(), known.group(), known.node(), known.founders(), 1, 100);

        assertThatThrownBy(() -> storage().open(smaller))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IO))
                .hasMessageContaining("holds entry 2 with 1200 bytes of payload, but 100 are allowed");
    }

    @Test
    void moreMembersThanASlotHoldsAreRefusedWithAReason() {
        LogStorage storage = storage();
        storage.open(GoldenFiles.IDENTITY);
        HardState crowded = HardState.INITIAL;
        for (int i = 0; i < 60; i++) {
            crowded = crowded.knowing(NodeId.of("n".repeat(60) + i), Incarnation.of(i));
        }
        LogWrite write = new LogWrite(crowded, 0, EntryBatch.empty());

        assertThatThrownBy(() -> storage.write(List.of(write)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("60 members take");
        storage.close();
    }
}

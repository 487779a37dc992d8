package io.github.reactiveraft.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.spi.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an inspection says of a directory that somebody was at, to the byte. The first segment holds frames at 87 (entries
 * 1 to 3), 2685 (entry 4 of term 1), 2783 (all is synced) and 2831 (which removes entry 4), the second one at 87 (entries 4
 * and 5 of term 3), 1435 (all is synced), 1483 (entry 6) and 1581 (all is synced).
 */
class TamperingTest {

    private static final String FIRST = "segment-0000000001-0000000000000000001.log";
    private static final String SECOND = "segment-0000000002-0000000000000000004.log";

    private static final String SNAPSHOT = "snapshot-0000000000000000003-0000000000000000005.snap";

    @TempDir
    Path directory;

    @BeforeEach
    void write() {
        GoldenFiles.write(directory);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    /** What is found, and nothing else; the directory is as before. */
    private StorageInspection inspected(StorageVerdict verdict, StorageFinding... findings) throws IOException {
        DirectoryBytes before = DirectoryBytes.of(directory);

        StorageInspection inspection = RaftStorage.in(directory).inspect();

        assertThat(DirectoryBytes.of(directory)).isEqualTo(before);
        assertThat(inspection.findings()).containsExactly(findings);
        assertThat(inspection.verdict()).isEqualTo(verdict);
        return inspection;
    }

    private static StorageFinding doubtful(
            String file, long offset, long byteCount, String what, long firstIndex, long lastIndex) {
        return new StorageFinding(StorageVerdict.DOUBTFUL, file, offset, byteCount, what, firstIndex, lastIndex);
    }

    private static StorageFinding corrupt(
            String file, long offset, long byteCount, String what, long firstIndex, long lastIndex) {
        return new StorageFinding(StorageVerdict.CORRUPT, file, offset, byteCount, what, firstIndex, lastIndex);
    }

    private static StorageFinding healed(
            String file, long offset, long byteCount, String what, long firstIndex, long lastIndex) {
        return new StorageFinding(
                StorageVerdict.CLEAN,
                file,
                offset,
                byteCount,
                what + "; what stands behind it makes up for it",
                firstIndex,
                lastIndex);
    }

    private static StorageFinding unusable(String file, long byteCount, String what) {
        return new StorageFinding(StorageVerdict.UNUSABLE, file, 0, byteCount, what, 0, 0);
    }

    private static StorageFinding lostCopy(long offset) {
        return new StorageFinding(
                StorageVerdict.CLEAN,
                "state",
                offset,
                4096,
                "one of 4 copies of term and vote is lost: the checksum does not match",
                0,
                0);
    }

    private static StorageFinding torn(String file, long offset, long byteCount) {
        return new StorageFinding(
                StorageVerdict.TORN_TAIL,
                file,
                offset,
                byteCount,
                "a last write that was cut off before it was acknowledged",
                0,
                0);
    }

    /** The entries that can be read; the stream must fail behind them if a node would not start. */
    private List<Long> readable(boolean fails) {
        List<Long> indexes = new ArrayList<>();
        List<Throwable> errors = new ArrayList<>();
        RaftStorage.in(directory)
                .entries(1, Long.MAX_VALUE)
                .map(LogEntry::id)
                .subscribe(id -> indexes.add(id.index()), errors::add);
        assertThat(errors).hasSize(fails ? 1 : 0).allMatch(StorageException.class::isInstance);
        return indexes;
    }

    private static List<Long> indexes(long... indexes) {
        return LongStream.of(indexes).boxed().toList();
    }

    @Test
    void rottenPayloadCostsTheEntriesOfItsFrame() throws IOException {
        Files.delete(file(SNAPSHOT));
        DirectoryBytes.flip(file(FIRST), 1_000);

        StorageInspection inspection = inspected(
                StorageVerdict.DOUBTFUL,
                doubtful(FIRST, 87, 2598, "no valid frame, though another file follows", 1, 3));
        assertThat(inspection.log().entryCount()).isEqualTo(3);
        assertThat(inspection.log().lastKnown()).isEqualTo(new EntryId(3, 6));
        assertThat(readable(true)).isEqualTo(indexes(4, 5, 6));
    }

    @Test
    void damageToWhatASnapshotStandsForCostsNothing() throws IOException {
        DirectoryBytes.flip(file(FIRST), 1_000);

        StorageInspection inspection = inspected(
                StorageVerdict.CLEAN, healed(FIRST, 87, 2598, "no valid frame, though another file follows", 1, 3));
        assertThat(inspection.log().baseIndex()).isEqualTo(5);
        assertThat(inspection.log().lastKnown()).isEqualTo(EntryId.NONE);
        assertThat(readable(false)).isEqualTo(indexes(6));
    }

    @Test
    void damageInAGroupOfOneIsMadeUpForByNobody() throws IOException {
        Path alone = directory.resolve("alone");
        GoldenFiles.write(alone, GoldenFiles.alone());
        Files.delete(alone.resolve(SNAPSHOT));
        DirectoryBytes.flip(alone.resolve(FIRST), 1_000);

        assertThat(RaftStorage.in(alone).inspect().verdict()).isEqualTo(StorageVerdict.CORRUPT);
        assertThatThrownBy(() -> RaftStorage.in(alone).log().open(GoldenFiles.alone()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(FIRST + " is damaged at byte 87");
        assertThat(alone.resolve("doubt")).doesNotExist();
    }

    @Test
    void rottenHeadCostsWhatIsMissingBeforeTheNextFrame() throws IOException {
        Files.delete(file(SNAPSHOT));
        DirectoryBytes.flip(file(SECOND), 94);

        inspected(
                StorageVerdict.DOUBTFUL,
                doubtful(SECOND, 87, 1348, "no valid frame, though a later write left one at byte 1435", 4, 5));
        assertThat(readable(true)).isEqualTo(indexes(1, 2, 3, 6));
    }

    @Test
    void rottenTruncationCostsNoEntryBecauseTheNextFileSaysWhereItGoesOn() throws IOException {
        DirectoryBytes.flip(file(FIRST), 2_838);

        StorageInspection inspection = inspected(
                StorageVerdict.CLEAN, healed(FIRST, 2831, 41, "no valid frame, though another file follows", 0, 0));
        assertThat(inspection.log().termRuns()).isEqualTo(GoldenFiles.LOG.termRuns());
        assertThat(readable(false)).isEqualTo(indexes(1, 2, 3, 4, 5, 6));
    }

    @Test
    void everyDamagedPlaceIsListed() throws IOException {
        Files.delete(file(SNAPSHOT));
        DirectoryBytes.flip(file("state"), 30);
        DirectoryBytes.flip(file(FIRST), 94);
        DirectoryBytes.flip(file(SECOND), 200);
        DirectoryBytes.flip(file(SECOND), 3_000);

        inspected(
                StorageVerdict.DOUBTFUL,
                lostCopy(0),
                doubtful(FIRST, 87, 2598, "no valid frame, though another file follows", 1, 3),
                doubtful(SECOND, 87, 1348, "no valid frame, though a later write left one at byte 1435", 4, 5),
                doubtful(SECOND, 1629, 3_001 - 1629, "no valid frame, behind other damage", 7, 0));
        assertThat(readable(true)).isEqualTo(indexes(6));
    }

    @Test
    void rottenProofOfTheLastSyncLooksLikeATornWriteAndCostsNothing() throws IOException {
        DirectoryBytes.flip(file(SECOND), 1_588);

        StorageInspection inspection = inspected(StorageVerdict.TORN_TAIL, torn(SECOND, 1581, 41));
        assertThat(inspection.log().lastIndex()).isEqualTo(6);
        assertThat(readable(false)).isEqualTo(indexes(1, 2, 3, 4, 5, 6));
    }

    @Test
    void lastWriteThatLacksItsEndIsTornAndCostsItsEntries() throws IOException {
        DirectoryBytes.zero(file(SECOND), 1_540, 4_096);

        StorageInspection inspection = inspected(StorageVerdict.TORN_TAIL, torn(SECOND, 1483, 57));
        assertThat(inspection.log().lastIndex()).isEqualTo(5);
        assertThat(readable(false)).isEqualTo(indexes(1, 2, 3, 4, 5));
    }

    @Test
    void swappedFramesAreBothDamaged() throws IOException {
        DirectoryBytes.swap(file(SECOND), 1_483, 1_531, 40);

        inspected(
                StorageVerdict.DOUBTFUL,
                doubtful(SECOND, 1483, 98, "no valid frame, though a later write left one at byte 1581", 6, 6));
    }

    @Test
    void lostHeaderIsReplacedByTheName() throws IOException {
        DirectoryBytes.flip(file(SECOND), 40);

        inspected(StorageVerdict.CLEAN, healed(SECOND, 0, 87, "the checksum does not match", 0, 0));
        assertThat(readable(false)).isEqualTo(indexes(1, 2, 3, 4, 5, 6));
    }

    @Test
    void cutFileCostsWhatTheNextOneMisses() throws IOException {
        Files.delete(file(SNAPSHOT));
        DirectoryBytes.cut(file(FIRST), 2_000);

        inspected(
                StorageVerdict.DOUBTFUL,
                doubtful(FIRST, 87, 1913, "no valid frame, though another file follows", 1, 3),
                doubtful(FIRST, 2000, 2096, "its last 2096 bytes are missing", 1, 3));
        assertThat(readable(true)).isEqualTo(indexes(4, 5, 6));
    }

    @Test
    void cutLastFileMayHaveCostAnything() throws IOException {
        DirectoryBytes.cut(file(SECOND), 1_496);

        inspected(
                StorageVerdict.DOUBTFUL,
                doubtful(SECOND, 1483, 13, "no valid frame, and more is wrong about the file", 6, 0),
                doubtful(SECOND, 1496, 2600, "its last 2600 bytes are missing", 6, 0));
        assertThat(readable(true)).isEqualTo(indexes(1, 2, 3, 4, 5));
    }

    @Test
    void missingFileCostsItsEntries() throws IOException {
        Files.delete(file(FIRST));
        Files.delete(file(SNAPSHOT));

        inspected(StorageVerdict.DOUBTFUL, doubtful(SECOND, 0, 0, "segment 1 should come before it", 1, 3));
        assertThat(readable(true)).isEqualTo(indexes(4, 5, 6));
    }

    @Test
    void fileUnderTheNameOfAnotherIsNotRead() throws IOException {
        Files.delete(file(SNAPSHOT));
        Files.copy(file(SECOND), file(FIRST), StandardCopyOption.REPLACE_EXISTING);

        inspected(
                StorageVerdict.DOUBTFUL,
                doubtful(FIRST, 0, 87, "it was created as " + SECOND, 1, 3),
                doubtful(FIRST, 87, 1535, "no valid frame, though another file follows", 1, 3));
        assertThat(readable(true)).isEqualTo(indexes(4, 5, 6));
    }

    @Test
    void lostCopyOfTermAndVoteIsWrittenAgainByTheNextStart() throws IOException {
        DirectoryBytes.flip(file("state"), 2 * 4096 + 50);

        StorageInspection inspection = inspected(StorageVerdict.CLEAN, lostCopy(2 * 4096));
        assertThat(inspection.state()).isEqualTo(GoldenFiles.STATE);
    }

    @Test
    void bothCopiesOfOneStateMayHaveBeenTheNewest() throws IOException {
        DirectoryBytes.flip(file("state"), 50);
        DirectoryBytes.flip(file("state"), 4096 + 50);

        inspected(
                StorageVerdict.UNUSABLE,
                lostCopy(0),
                lostCopy(4096),
                unusable(
                        "state",
                        8192,
                        "both copies of one state are lost, and it may have been the newest term and vote"));
        assertThat(readable(true)).isEqualTo(indexes(1, 2, 3, 4, 5, 6));
    }

    @Test
    void directoryWithoutAnyCopyOfTermAndVoteIsOfNoUse() throws IOException {
        DirectoryBytes.cut(file("state"), 100);

        StorageInspection inspection = inspected(
                StorageVerdict.UNUSABLE,
                corrupt("state", 100, 16_284, "it has to be 16384 bytes long", 0, 0),
                unusable("state", 100, "no copy of term and vote is left"));
        assertThat(inspection.state()).isNull();
        assertThat(readable(true)).isEqualTo(indexes(1, 2, 3, 4, 5, 6));
    }

    @Test
    void directoryWithoutIdentityIsOfNoUseThoughItsLogCanBeRead() throws IOException {
        DirectoryBytes.swap(file("identity"), 30, 40, 4);

        StorageInspection inspection = inspected(
                StorageVerdict.UNUSABLE,
                unusable("identity", Files.size(file("identity")), "the checksum does not match"));
        assertThat(inspection.identity()).isNull();
        assertThat(inspection.state()).isEqualTo(GoldenFiles.STATE);
        assertThat(readable(true)).isEqualTo(indexes(1, 2, 3, 4, 5, 6));

        Files.delete(file("identity"));
        inspected(
                StorageVerdict.UNUSABLE,
                unusable("identity", 0, "it is missing, though there are votes or entries beside it"));
    }

    @Test
    void otherFormatVersionIsOfNoUseToThisRelease() throws IOException {
        DirectoryBytes.setVersion(file(SECOND), 2);

        StorageInspection inspection = RaftStorage.in(directory).inspect();

        assertThat(inspection.verdict()).isEqualTo(StorageVerdict.UNUSABLE);
        assertThat(inspection.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.what()).startsWith("has format version 2, this release knows 1 only.");
            assertThat(finding.firstIndex()).isZero();
            assertThat(finding.lastIndex()).isZero();
        });
        assertThat(readable(true)).isEqualTo(indexes(1, 2, 3));
    }
}

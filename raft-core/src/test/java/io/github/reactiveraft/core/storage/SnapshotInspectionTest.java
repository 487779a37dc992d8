package io.github.reactiveraft.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.SnapshotWriter;
import io.github.reactiveraft.api.spi.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/**
 * What an inspection says of snapshots and of a log that starts behind one. The image of snapshot 3/5 has a header of 77
 * bytes, a record of 51 and a last record of 20.
 */
class SnapshotInspectionTest {

    private static final String FIRST = "segment-0000000001-0000000000000000001.log";
    private static final String SECOND = "segment-0000000002-0000000000000000004.log";
    private static final String BEHIND = "segment-0000000002-0000000000000000006.log";
    private static final String SNAPSHOT = "snapshot-0000000000000000003-0000000000000000005.snap";
    private static final String LATER = "snapshot-0000000000000000003-0000000000000000006.snap";

    @TempDir
    Path directory;

    /** A whole log, entries 1 to 6, and snapshot 3/5. */
    private void write() {
        GoldenFiles.write(directory);
    }

    /** Snapshot 3/5 of another member and the log that starts behind it, entry 6. */
    private void writeReceived() {
        GoldenFiles.writeReceived(directory);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private LogStorage open() {
        LogStorage log =
                RaftStorage.in(directory).with(new StorageSettings(4096)).log();
        log.open(GoldenFiles.IDENTITY);
        return log;
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

    private static StorageFinding clean(String file, long offset, long byteCount, String what) {
        return new StorageFinding(StorageVerdict.CLEAN, file, offset, byteCount, what, 0, 0);
    }

    private static StorageFinding corrupt(String file, long offset, long byteCount, String what) {
        return corrupt(file, offset, byteCount, what, 0, 0);
    }

    private static StorageFinding corrupt(
            String file, long offset, long byteCount, String what, long firstIndex, long lastIndex) {
        return new StorageFinding(StorageVerdict.CORRUPT, file, offset, byteCount, what, firstIndex, lastIndex);
    }

    private static void requireLog(StorageInspection inspection, EntryId base, long firstIndex, long lastIndex) {
        InspectedLog log = inspection.log();
        assertThat(List.of(log.baseTerm(), log.baseIndex(), log.firstIndex(), log.lastIndex()))
                .containsExactly(base.term(), base.index(), firstIndex, lastIndex);
    }

    private List<Long> readable() {
        return RaftStorage.in(directory)
                .entries(1, Long.MAX_VALUE)
                .map(LogEntry::id)
                .map(EntryId::index)
                .onErrorResume(StorageException.class, refusal -> Flux.empty())
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    @Test
    void logMayStartBehindASnapshot() throws IOException {
        writeReceived();

        StorageInspection inspection = inspected(StorageVerdict.CLEAN);

        requireLog(inspection, new EntryId(3, 5), 6, 6);
        assertThat(inspection.snapshots())
                .containsExactly(new InspectedSnapshot(
                        SNAPSHOT, new EntryId(3, 5), GoldenFiles.SNAPSHOT, Files.size(file(SNAPSHOT)), true));
        assertThat(readable()).containsExactly(6L);
    }

    @Test
    void fileThatASnapshotCoversMayBeGone() throws IOException {
        write();
        Files.delete(file(FIRST));

        requireLog(inspected(StorageVerdict.CLEAN), new EntryId(1, 3), 4, 6);
        assertThat(readable()).containsExactly(4L, 5L, 6L);
    }

    @Test
    void logWithoutTheSnapshotThatItStartsBehindLacksWhatWasInIt() throws IOException {
        writeReceived();
        Files.delete(file(SNAPSHOT));

        inspected(
                StorageVerdict.DOUBTFUL,
                doubtful(BEHIND, 0, 0, "a snapshot up to index 5 or later should be beside it", 1, 5));
        assertThat(readable()).containsExactly(6L);
    }

    @Test
    void whatStandsInFrontOfANewLogIsLeftOver() throws IOException {
        writeReceived();
        Path whole = Files.createDirectory(directory.resolveSibling(directory.getFileName() + "-whole"));
        GoldenFiles.write(whole);
        Files.copy(whole.resolve(FIRST), file(FIRST));

        StorageInspection inspection = inspected(
                StorageVerdict.CLEAN,
                clean(FIRST, 0, 4096, "left over, for a snapshot has taken its place; the next start deletes it"));
        requireLog(inspection, new EntryId(3, 5), 6, 6);
        assertThat(inspection.log().segments())
                .extracting(InspectedSegment::file)
                .containsExactly(BEHIND);
        DirectoryBytes.flip(file(FIRST), 500);
        assertThat(RaftStorage.in(directory).inspect().verdict()).isEqualTo(StorageVerdict.CLEAN);
        DirectoryBytes.flip(file(FIRST), 40);
        assertThat(RaftStorage.in(directory).inspect().verdict()).isEqualTo(StorageVerdict.CLEAN);
    }

    @Test
    void logThatWasToBeReplacedBySnapshotCountsForNothing() throws IOException {
        write();
        Files.delete(file(SECOND));

        StorageInspection inspection = inspected(
                StorageVerdict.CLEAN,
                clean(
                        SNAPSHOT,
                        0,
                        0,
                        "the log does not contain its last entry, and so was to be replaced by it; the next start does"
                                + " that"));
        requireLog(inspection, new EntryId(3, 5), 0, 5);
        assertThat(readable()).isEmpty();
        LogStorage log = open();
        log.close();
        inspected(StorageVerdict.CLEAN);
    }

    @Test
    void stagedFilesAreLeftOver() throws IOException {
        write();
        String staged = "snapshot-0000000000000000003-0000000000000000006.own.tmp";
        Files.write(file(staged), new byte[77]);

        inspected(
                StorageVerdict.CLEAN,
                clean(staged, 0, 77, "left over by a write that did not get to its end; the next start deletes it"));
    }

    @Test
    void snapshotThatTheLogMakesUpForIsPutAside() throws IOException {
        write();
        DirectoryBytes.flip(file(SNAPSHOT), 140);

        StorageInspection inspection = inspected(
                StorageVerdict.CLEAN,
                clean(
                        SNAPSHOT,
                        128,
                        20,
                        "it does not end with its last record; the log goes on from its first entry, and the next start"
                                + " puts it aside"));
        assertThat(inspection.snapshots())
                .containsExactly(new InspectedSnapshot(SNAPSHOT, new EntryId(3, 5), GoldenFiles.SNAPSHOT, 148, false));
        requireLog(inspection, EntryId.NONE, 1, 6);
    }

    /** The log has an entry of a later term: its leader had all that can have been committed in an earlier one. */
    @Test
    void damagedSnapshotOfAnEarlierTermCostsNothingHoweverHighItsIndex() throws IOException {
        write();
        String name = "snapshot-0000000000000000001-0000000000875070005.snap";
        Files.move(file(SNAPSHOT), file(name));

        StorageInspection inspection = inspected(
                StorageVerdict.CLEAN,
                clean(
                        name,
                        24,
                        124,
                        "it was created as " + SNAPSHOT
                                + "; the log goes on from its first entry, and the next start puts" + " it aside"));
        assertThat(inspection.log().lastKnown()).isEqualTo(EntryId.NONE);
        requireLog(inspection, EntryId.NONE, 1, 6);
    }

    @Test
    void snapshotThatNothingMakesUpForIsDamage() throws IOException {
        write();
        Files.delete(file(FIRST));
        DirectoryBytes.flip(file(SNAPSHOT), 30);

        StorageInspection inspection = inspected(
                StorageVerdict.DOUBTFUL,
                doubtful(SECOND, 0, 0, "segment 1 should come before it", 1, 3),
                doubtful(SNAPSHOT, 24, 124, "the checksum does not match", 0, 0));
        assertThat(inspection.log().lastKnown()).isEqualTo(new EntryId(3, 6));
        assertThat(inspection.snapshots())
                .containsExactly(new InspectedSnapshot(SNAPSHOT, new EntryId(3, 5), null, 148, false));
    }

    @Test
    void rotInTheMiddleStopsANodeThatRestoresItsState() throws IOException {
        write();
        DirectoryBytes.flip(file(SNAPSHOT), 100);
        inspected(
                StorageVerdict.CORRUPT,
                corrupt(
                        SNAPSHOT,
                        77,
                        71,
                        "the checksum does not match; a node that reads it puts it aside and starts without it the next time"));

        Files.delete(file(FIRST));
        inspected(StorageVerdict.CORRUPT, corrupt(SNAPSHOT, 77, 71, "the checksum does not match"));
        assertThat(readable()).containsExactly(4L, 5L, 6L);
    }

    @Test
    void olderSnapshotMayBeDamaged() throws IOException {
        write();
        takeLater();
        DirectoryBytes.flip(file(SNAPSHOT), 100);
        StorageInspection inspection = inspected(
                StorageVerdict.CLEAN,
                clean(SNAPSHOT, 77, 71, "the checksum does not match; a node starts from a later one"));
        assertThat(inspection.snapshots())
                .extracting(InspectedSnapshot::isSound)
                .containsExactly(false, true);

        DirectoryBytes.flip(file(SNAPSHOT), 140);
        inspected(
                StorageVerdict.CLEAN,
                clean(
                        SNAPSHOT,
                        128,
                        20,
                        "it does not end with its last record; a later one is there, and the next start puts it aside"));
    }

    @Test
    void damagedSnapshotMayHaveAnOlderOneToGoOnFrom() throws IOException {
        write();
        takeLater();
        DirectoryBytes.cut(file(LATER), 100);

        StorageInspection inspection = inspected(
                StorageVerdict.CLEAN,
                clean(
                        LATER,
                        80,
                        20,
                        "it does not end with its last record; the log goes on from snapshot 3/5, and the next start puts"
                                + " it aside"));
        assertThat(inspection.snapshots())
                .extracting(InspectedSnapshot::isSound)
                .containsExactly(true, false);
    }

    private void takeLater() {
        EntryId last = new EntryId(3, 6);
        SnapshotMeta meta = new SnapshotMeta(last, GoldenFiles.LOG.timestamp(6), GoldenFiles.IDENTITY.founders());
        LogStorage log = open();
        SnapshotWriter writer = log.snapshots().create(meta);
        writer.write(GoldenFiles.STATE_BYTES.buffer());
        writer.finish();
        log.write(List.of(
                new LogWrite(null, new SnapshotAdoption(meta, new EntryId(1, 3), false), 0, EntryBatch.empty())));
        log.close();
    }

    @Test
    void snapshotOfAnotherFormatVersionIsOfNoUseToThisRelease() throws IOException {
        write();
        DirectoryBytes.setVersion(file(SNAPSHOT), 2);

        StorageInspection inspection = RaftStorage.in(directory).inspect();

        assertThat(inspection.verdict()).isEqualTo(StorageVerdict.UNUSABLE);
        assertThat(inspection.findings()).singleElement().satisfies(finding -> assertThat(finding.what())
                .startsWith("has format version 2, this release knows 1 only."));
    }
}

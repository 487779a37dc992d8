package io.github.reactiveraft.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** A sound directory is described in full, and left alone. */
class InspectionTest {

    private static final long ALL = Long.MAX_VALUE;
    private static final String SNAPSHOT = "snapshot-0000000000000000003-0000000000000000005.snap";

    @TempDir
    Path directory;

    private RaftStorage storage() {
        return RaftStorage.in(directory).with(new StorageSettings(4096));
    }

    @Test
    void inspectionSaysWhatThereIs() {
        GoldenFiles.write(directory);

        StorageInspection inspection = storage().inspect();

        assertThat(inspection)
                .isEqualTo(new StorageInspection(
                        directory.toString(),
                        new InspectedIdentity(
                                "counter",
                                "main",
                                GoldenFiles.IDENTITY.node(),
                                0x0123_4567_89AB_CDEFL,
                                GoldenFiles.IDENTITY.founders()),
                        GoldenFiles.STATE,
                        List.of(new InspectedSnapshot(
                                SNAPSHOT, GoldenFiles.SNAPSHOT.lastIncluded(), GoldenFiles.SNAPSHOT, 148, true)),
                        new InspectedLog(
                                0,
                                0,
                                1,
                                6,
                                6,
                                GoldenFiles.LOG.termRuns(),
                                List.of(
                                        new InspectedSegment(
                                                "segment-0000000001-0000000000000000001.log", 1, 1, 3, 2879, 4096),
                                        new InspectedSegment(
                                                "segment-0000000002-0000000000000000004.log", 2, 4, 6, 1629, 4096)),
                                EntryId.NONE),
                        List.of()));
        assertThat(inspection.verdict()).isEqualTo(StorageVerdict.CLEAN);
    }

    @Test
    void nothingIsWrittenNotEvenALockThatWasNotThere() throws IOException {
        GoldenFiles.write(directory);
        Files.delete(directory.resolve("lock"));
        DirectoryBytes before = DirectoryBytes.of(directory);

        storage().inspect();
        storage().entries(1, ALL).blockLast();

        assertThat(DirectoryBytes.of(directory)).isEqualTo(before);
    }

    @Test
    void directoryInUseIsRefused() {
        LogStorage log = storage().log();
        log.open(GoldenFiles.IDENTITY);

        assertRefused(() -> storage().inspect(), Reason.IN_USE, "is in use");
        StepVerifier.create(storage().entries(1, ALL))
                .expectErrorMatches(InspectionTest::isInUse)
                .verify();

        log.close();
        assertThat(storage().inspect().verdict()).isEqualTo(StorageVerdict.CLEAN);
    }

    @Test
    void entriesKeepTheDirectoryUntilTheirStreamEnds() {
        GoldenFiles.write(directory);

        StepVerifier.create(storage().entries(1, ALL), 2)
                .expectNextCount(2)
                .then(() -> assertRefused(() -> storage().log().open(GoldenFiles.IDENTITY), Reason.IN_USE, "is in use"))
                .thenCancel()
                .verify();

        LogStorage log = storage().log();
        assertThat(log.open(GoldenFiles.IDENTITY).lastIndex()).isEqualTo(6);
        log.close();
    }

    @Test
    void entriesAreThoseOfTheRange() {
        GoldenFiles.write(directory);
        List<LogEntry> all = GoldenFiles.LOG.entries();

        assertThat(read(1, ALL)).isEqualTo(all);
        assertThat(read(2, 5)).isEqualTo(all.subList(1, 5));
        assertThat(read(6, 6)).isEqualTo(all.subList(5, 6));
        assertThat(read(7, ALL)).isEmpty();
        assertThat(read(3, 2)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> storage().entries(0, ALL));
    }

    private List<LogEntry> read(long from, long upTo) {
        return storage().entries(from, upTo).collectList().blockOptional().orElseThrow();
    }

    @Test
    void longLogIsReadChunkByChunk() {
        RaftStorage large = RaftStorage.in(directory).with(new StorageSettings(1 << 20));
        LogStorage log = large.log();
        log.open(GoldenFiles.IDENTITY);
        for (int write = 0; write < 50; write++) {
            List<Proposal> proposals = IntStream.range(0, 50)
                    .mapToObj(i -> Proposal.command(Bytes.of(new byte[2_000])))
                    .toList();
            log.write(List.of(new LogWrite(null, 0, EntryBatch.encode(1 + write * 50L, 1, write, proposals))));
        }
        log.close();

        List<Long> indexes = large.entries(1, ALL)
                .map(entry -> entry.id().index())
                .collect(Collectors.toList())
                .blockOptional()
                .orElseThrow();

        assertThat(indexes)
                .hasSize(2_500)
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(1L)
                .endsWith(2_500L);
        assertThat(large.inspect().log().segments()).hasSizeGreaterThan(4);
    }

    @Test
    void directoryWithoutStorageIsRefusedAndNotCreated() {
        Path missing = directory.resolve("missing");

        assertRefused(() -> RaftStorage.in(missing).inspect(), Reason.IO, "holds no storage");
        assertRefused(() -> storage().inspect(), Reason.IO, "holds no storage");
        assertThat(missing).doesNotExist();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void emptyLogIsClean() {
        LogStorage log = storage().log();
        log.open(GoldenFiles.IDENTITY);
        log.close();

        StorageInspection inspection = storage().inspect();

        assertThat(inspection.findings()).isEmpty();
        assertThat(inspection.log().lastIndex()).isZero();
        assertThat(inspection.log().segments())
                .containsExactly(new InspectedSegment("segment-0000000001-0000000000000000001.log", 1, 0, 0, 87, 4096));
        assertThat(read(1, ALL)).isEmpty();
    }

    @Test
    void firstStartThatDidNotGetToItsEndIsNoDamage() throws IOException {
        new FirstStart(new SystemDisk(directory), GoldenFiles.IDENTITY, 4096).run(List.of());
        Files.delete(directory.resolve("identity"));

        StorageInspection inspection = storage().inspect();

        assertThat(inspection.verdict()).isEqualTo(StorageVerdict.CLEAN);
        assertThat(inspection.identity()).isNull();
        assertThat(inspection.findings()).singleElement().satisfies(finding -> assertThat(finding.what())
                .contains("the first start did not get to its end"));
    }

    private static void assertRefused(ThrowingCallable call, Reason reason, String what) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(what)
                .hasMessageNotContaining("\n");
    }

    private static boolean isInUse(Throwable error) {
        return error instanceof StorageException refusal && refusal.reason() == Reason.IN_USE;
    }
}

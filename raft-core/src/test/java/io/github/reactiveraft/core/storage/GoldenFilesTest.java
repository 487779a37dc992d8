package io.github.reactiveraft.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.api.spi.LogStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written once is read for ever, and what this release writes is what its format version says. */
class GoldenFilesTest {

    private static final Path VERSION_1 = Path.of("src/test/resources/golden/storage-v1");
    private static final Path RECEIVED_VERSION_1 = Path.of("src/test/resources/golden/storage-v1-received");

    /** Once when they were written, once to read them back. */
    private static final Incarnation OPENED_TWICE =
            Incarnation.of(0x0123_4567_89AB_CDEFL).opened(0x89AB_CDEFL).opened(0x89AB_CDEFL);

    @TempDir
    Path directory;

    @Test
    void directoryOfVersion1IsReadBack() throws IOException {
        LogStorage storage = copyOf(VERSION_1);

        Recovered recovered = storage.open(GoldenFiles.IDENTITY);

        assertThat(recovered)
                .isEqualTo(new Recovered(
                        OPENED_TWICE,
                        GoldenFiles.STATE,
                        GoldenFiles.SNAPSHOT,
                        EntryId.NONE,
                        GoldenFiles.LOG.termRuns(),
                        6,
                        1_700_000_000_006L,
                        GoldenFiles.IDENTITY.founders()));
        assertThat(storage.read(1, 100_000)).isEqualTo(GoldenFiles.LOG);
        assertThat(snapshotIn(storage)).isEqualTo(GoldenFiles.STATE_BYTES);
        storage.close();
    }

    @Test
    void directoryOfVersion1WithAReceivedSnapshotIsReadBack() throws IOException {
        LogStorage storage = copyOf(RECEIVED_VERSION_1);

        Recovered recovered = storage.open(GoldenFiles.IDENTITY);

        assertThat(recovered)
                .isEqualTo(new Recovered(
                        OPENED_TWICE,
                        HardState.INITIAL,
                        GoldenFiles.SNAPSHOT,
                        GoldenFiles.SNAPSHOT.lastIncluded(),
                        List.of(new TermRun(6, 3)),
                        6,
                        1_700_000_000_006L,
                        GoldenFiles.IDENTITY.founders()));
        assertThat(storage.read(6, 100_000)).isEqualTo(GoldenFiles.LOG.from(6));
        assertThat(snapshotIn(storage)).isEqualTo(GoldenFiles.STATE_BYTES);
        storage.close();
    }

    @Test
    void thisReleaseWritesTheVeryBytesOfVersion1() throws IOException {
        GoldenFiles.write(directory.resolve("own"));
        GoldenFiles.writeReceived(directory.resolve("received"));

        requireSame(directory.resolve("own"), VERSION_1);
        requireSame(directory.resolve("received"), RECEIVED_VERSION_1);
    }

    private LogStorage copyOf(Path golden) throws IOException {
        for (String name : names(golden)) {
            Files.copy(golden.resolve(name), directory.resolve(name));
        }
        return RaftStorage.in(directory).log();
    }

    private static Bytes snapshotIn(LogStorage storage) {
        return storage.snapshots()
                .open(GoldenFiles.SNAPSHOT.lastIncluded())
                .orElseThrow()
                .next();
    }

    private static void requireSame(Path written, Path golden) throws IOException {
        assertThat(names(written)).isEqualTo(names(golden));
        for (String name : names(golden)) {
            assertThat(written.resolve(name)).hasSameBinaryContentAs(golden.resolve(name));
        }
    }

    private static List<String> names(Path directory) throws IOException {
        return new SystemDisk(directory)
                .list("").stream().filter(name -> !name.equals("lock")).toList();
    }
}

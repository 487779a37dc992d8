package io.github.reactiveraft.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.Recovered;
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

    @TempDir
    Path directory;

    @Test
    void directoryOfVersion1IsReadBack() throws IOException {
        for (String name : names(VERSION_1)) {
            Files.copy(VERSION_1.resolve(name), directory.resolve(name));
        }

        LogStorage storage = RaftStorage.in(directory).log();
        Recovered recovered = storage.open(GoldenFiles.IDENTITY);

        assertThat(recovered)
                .isEqualTo(new Recovered(
                        0x0123_4567_89AB_CDEFL,
                        GoldenFiles.STATE,
                        GoldenFiles.LOG.termRuns(),
                        6,
                        1_700_000_000_006L,
                        GoldenFiles.IDENTITY.founders()));
        assertThat(storage.read(1, 100_000)).isEqualTo(GoldenFiles.LOG);
        storage.close();
    }

    @Test
    void thisReleaseWritesTheVeryBytesOfVersion1() throws IOException {
        GoldenFiles.write(directory);

        assertThat(names(directory)).isEqualTo(names(VERSION_1));
        for (String name : names(VERSION_1)) {
            assertThat(directory.resolve(name)).hasSameBinaryContentAs(VERSION_1.resolve(name));
        }
    }

    private static List<String> names(Path directory) throws IOException {
        return new SystemDisk(directory)
                .list("").stream().filter(name -> !name.equals("lock")).toList();
    }
}

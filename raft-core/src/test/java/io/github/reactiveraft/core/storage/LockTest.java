package io.github.reactiveraft.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One user a directory, in this process and in all others. */
class LockTest {

    @TempDir
    Path directory;

    private LogStorage storage() {
        return RaftStorage.in(directory).with(new StorageSettings(4096)).log();
    }

    @Test
    void secondOpenerInTheSameProcessIsRefusedInOneLineNamingTheDirectory() {
        LogStorage first = storage();
        first.open(GoldenFiles.IDENTITY);

        assertThatThrownBy(() -> storage().open(GoldenFiles.IDENTITY))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IN_USE))
                .hasMessageStartingWith(directory + " is in use by another node or process")
                .hasMessageNotContaining("\n");
        first.close();
    }

    @Test
    void otherProcessIsRefusedEvenAfterOneWasRefusedInThisProcess() throws Exception {
        LogStorage first = storage();
        first.open(GoldenFiles.IDENTITY);
        // On POSIX, closing the refused one's channel would drop the lock of the first.
        assertThatThrownBy(() -> storage().open(GoldenFiles.IDENTITY)).isInstanceOf(StorageException.class);

        assertThat(openedElsewhere(() -> {})).isEqualTo("IN_USE");

        first.close();
        assertThat(openedElsewhere(() -> {})).isEqualTo("OPENED");
    }

    @Test
    void directoryOfAnotherProcessIsRefusedUntilThatIsGone() throws Exception {
        String opened = openedElsewhere(() -> assertThatThrownBy(() -> storage().open(GoldenFiles.IDENTITY))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IN_USE)));

        assertThat(opened).isEqualTo("OPENED");
        LogStorage storage = storage();
        assertThat(storage.open(GoldenFiles.IDENTITY).lastIndex()).isZero();
        storage.close();
    }

    @Test
    void directoryReachedByAnotherNameIsTheSame(@TempDir Path other) throws IOException {
        LogStorage first = storage();
        first.open(GoldenFiles.IDENTITY);
        Path alias = Files.createSymbolicLink(other.resolve("alias"), directory);

        LogStorage second = RaftStorage.in(alias).log();

        assertThatThrownBy(() -> second.open(GoldenFiles.IDENTITY)).isInstanceOf(StorageException.class);
        first.close();
    }

    /** What another process says when it opens the directory, after doing something while that one lives. */
    private String openedElsewhere(Runnable meanwhile) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader()) {
            String said = output.readLine();
            meanwhile.run();
            process.outputWriter().append('\n').close();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}

package io.github.reactiveraft.examples.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.core.storage.DiskFile;
import io.github.reactiveraft.examples.evidence.Losses.Lost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolatileDiskTest {

    @TempDir
    private Path directory = Path.of("given by JUnit");

    @Test
    void whatIsWrittenIsSeenAndLost() throws IOException {
        VolatileDisk disk = disk();
        durable(disk, "file", "old");

        write(disk, "file", 2, "newer");

        assertThat(read(disk, "file")).isEqualTo("olnewer");
        assertThat(lost()).isEqualTo(new Lost(1, 0));
        assertThat(read(disk(), "file")).isEqualTo("old");
    }

    @Test
    void whatIsForcedStays() throws IOException {
        VolatileDisk disk = disk();
        durable(disk, "file", "old");
        write(disk, "file", 2, "newer");
        write(disk, "file", 0, "k");

        disk.open("file", false).force();

        assertThat(lost()).isEqualTo(new Lost(0, 0));
        assertThat(read(disk(), "file")).isEqualTo("klnewer");
    }

    @Test
    void newFileIsLostWithAllThatWasForcedUnlessItsDirectoryWas() throws IOException {
        VolatileDisk disk = disk();
        write(disk, "file", 0, "forced");
        disk.open("file", false).force();

        assertThat(lost()).isEqualTo(new Lost(0, 1));
        assertThat(disk().list("")).isEmpty();
    }

    @Test
    void newNameStaysWithoutWhatWasNotForced() throws IOException {
        VolatileDisk disk = disk();
        write(disk, "file", 0, "not forced");

        disk.forceDirectory("");

        assertThat(lost()).isEqualTo(new Lost(1, 0));
        assertThat(read(disk(), "file")).isEmpty();
    }

    @Test
    void renamingAndDeletionAreLostUnlessTheDirectoryIsForced() throws IOException {
        VolatileDisk disk = disk();
        durable(disk, "renamed", "one");
        durable(disk, "deleted", "two");

        disk.rename("renamed", "other");
        disk.delete("deleted");

        assertThat(disk.list("")).containsExactly("other");
        assertThat(lost()).isEqualTo(new Lost(0, 2));
        assertThat(disk().list("")).containsExactly("deleted", "renamed");
    }

    @Test
    void namesOfAForcedDirectoryStay() throws IOException {
        VolatileDisk disk = disk();
        durable(disk, "renamed", "one");
        durable(disk, "replaced", "two");
        durable(disk, "deleted", "three");
        disk.rename("renamed", "replaced");
        disk.delete("deleted");
        durable(disk, "renamed", "four");

        disk.forceDirectory("");

        VolatileDisk after = disk();
        assertThat(lost()).isEqualTo(new Lost(0, 0));
        assertThat(after.list("")).containsExactly("renamed", "replaced");
        assertThat(read(after, "renamed")).isEqualTo("four");
        assertThat(read(after, "replaced")).isEqualTo("one");
    }

    @Test
    void truncationIsLostUnlessForced() throws IOException {
        VolatileDisk disk = disk();
        durable(disk, "file", "truncated");

        disk.open("file", false).truncate(2);

        assertThat(read(disk, "file")).isEqualTo("tr");
        assertThat(read(disk(), "file")).isEqualTo("truncated");

        VolatileDisk again = disk();
        again.open("file", false).truncate(2);
        again.open("file", false).force();

        assertThat(read(disk(), "file")).isEqualTo("tr");
    }

    @Test
    void writesToAFileThatIsDeletedCannotBeLost() throws IOException {
        VolatileDisk disk = disk();
        durable(disk, "file", "old");
        DiskFile open = disk.open("file", false);
        write(disk, "file", 0, "new");
        disk.delete("file");
        disk.forceDirectory("");

        open.write(0, ByteBuffer.allocate(1));
        open.force();

        assertThat(lost()).isEqualTo(new Lost(0, 0));
    }

    @Test
    void faultyDiskForgetsWhatItWasToForceOfSomeFiles() throws IOException {
        VolatileDisk disk = disk();
        durable(disk, "a.log", "one");
        durable(disk, "b.state", "one");
        VolatileDisk faulty = locked(VolatileDisk.in(directory.resolve("data"), directory, ".log"));

        durable(faulty, "a.log", "two");
        durable(faulty, "b.state", "two");

        assertThat(read(disk(), "a.log")).isEqualTo("one");
        assertThat(read(disk(), "b.state")).isEqualTo("two");
    }

    @Test
    void missingFilesAreMissing() throws IOException {
        VolatileDisk disk = disk();

        assertThatThrownBy(() -> disk.open("file", false)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.rename("file", "other")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.delete("file")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void onlyOneHasTheLock() throws IOException {
        VolatileDisk disk = VolatileDisk.in(directory.resolve("data"), directory, "");
        disk.createDirectories("");

        assertThat(disk.lock("lock")).isPresent();
        assertThat(disk.lock("lock")).isEmpty();
    }

    /** The disk as a process finds it that starts now: the one before it was killed. */
    private VolatileDisk disk() throws IOException {
        return locked(VolatileDisk.in(directory.resolve("data"), directory, ""));
    }

    private static VolatileDisk locked(VolatileDisk disk) throws IOException {
        disk.createDirectories("");
        disk.lock("lock").orElseThrow().close();
        return disk;
    }

    private Lost lost() {
        return Losses.read(directory);
    }

    private static void durable(VolatileDisk disk, String name, String text) throws IOException {
        write(disk, name, 0, text);
        disk.open(name, false).force();
        disk.forceDirectory("");
    }

    private static void write(VolatileDisk disk, String name, long position, String text) throws IOException {
        disk.open(name, true).write(position, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String read(VolatileDisk disk, String name) throws IOException {
        DiskFile file = disk.open(name, false);
        ByteBuffer content = ByteBuffer.allocate((int) file.size());
        file.read(0, content);
        return StandardCharsets.UTF_8.decode(content.flip()).toString();
    }
}

package io.github.reactiveraft.test.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.core.storage.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The disk loses what it may lose, each part of it on its own, and nothing else. */
class CrashDiskTest {

    private final CrashDisk disk = new CrashDisk();

    @BeforeEach
    void createRoot() throws IOException {
        disk.createDirectories("");
    }

    private static DiskFile written(CrashDisk disk, String name, String text) throws IOException {
        DiskFile file = disk.open(name, true);
        file.write(0, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        return file;
    }

    private static String text(CrashDisk disk, String name) throws IOException {
        try (DiskFile file = disk.open(name, false)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(0, bytes);
            return new String(bytes.array(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void forcedBytesUnderForcedNamesSurvive() throws IOException {
        written(disk, "a", "kept").force();
        disk.forceDirectory("");

        for (int seed = 0; seed < 20; seed++) {
            assertThat(text(disk.copy().crash(new SplittableRandom(seed)), "a")).isEqualTo("kept");
        }
    }

    @Test
    void eachWriteThatWasNotForcedStaysGoesOrIsTornAtSectors() throws IOException {
        DiskFile file = written(disk, "a", ".".repeat(1100));
        file.force();
        disk.forceDirectory("");
        file.write(500, ByteBuffer.wrap("x".repeat(600).getBytes(StandardCharsets.US_ASCII)));
        SortedSet<String> outcomes = new TreeSet<>();

        for (int seed = 0; seed < 300; seed++) {
            String left = text(disk.copy().crash(new SplittableRandom(seed)), "a");
            outcomes.add(left.substring(500, 512) + " " + left.substring(512, 1024) + " " + left.substring(1024));
        }

        assertThat(outcomes).hasSize(8);
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.split(" ", -1))
                .allSatisfy(sector -> assertThat(sector).matches("x+|\\.+")));
    }

    @Test
    void writesArePersistedInAnyOrder() throws IOException {
        written(disk, "a", "....").force();
        disk.forceDirectory("");
        DiskFile file = disk.open("a", false);
        file.write(0, ByteBuffer.wrap(new byte[] {'1'}));
        file.write(2, ByteBuffer.wrap(new byte[] {'2'}));
        SortedSet<String> outcomes = new TreeSet<>();

        for (int seed = 0; seed < 100; seed++) {
            outcomes.add(text(disk.copy().crash(new SplittableRandom(seed)), "a"));
        }

        assertThat(outcomes).containsExactly("....", "..2.", "1...", "1.2.");
    }

    @Test
    void eachNameThatWasNotForcedStaysOrGoes() throws IOException {
        written(disk, "old", "o").force();
        written(disk, "gone", "g").force();
        disk.forceDirectory("");
        written(disk, "tmp", "t").force();
        disk.rename("tmp", "new");
        disk.delete("gone");
        SortedSet<String> outcomes = new TreeSet<>();

        for (int seed = 0; seed < 200; seed++) {
            outcomes.add(String.join(
                    ",", disk.copy().crash(new SplittableRandom(seed)).list("")));
        }

        assertThat(outcomes).containsExactly("gone,new,old", "gone,old", "gone,old,tmp", "new,old", "old", "old,tmp");
    }

    @Test
    void oldDiskAndItsFilesAreDeadAfterACut() throws IOException {
        DiskFile file = written(disk, "a", "x");
        assertThat(disk.lock("lock")).isPresent();
        assertThat(disk.lock("lock")).isEmpty();

        CrashDisk next = disk.crash(new SplittableRandom(1));

        assertThat(next.lock("lock")).isPresent();
        assertThatThrownBy(() -> file.read(0, ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> file.force()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.list("")).isInstanceOf(IOException.class);
    }

    @Test
    void killingTheProcessLosesNothingYet() throws IOException {
        written(disk, "a", "x");

        CrashDisk next = disk.kill();

        assertThat(text(next, "a")).isEqualTo("x");
        assertThatThrownBy(() -> disk.list("")).isInstanceOf(IOException.class);
        boolean lost = false;
        for (int seed = 0; seed < 20; seed++) {
            lost = lost
                    || next.copy().crash(new SplittableRandom(seed)).list("").isEmpty();
        }
        assertThat(lost).isTrue();
    }

    @Test
    void failedSyncForgetsAndTheNextOneSucceedsSavingNothing() throws IOException {
        DiskFile file = written(disk, "a", "12");
        disk.forceDirectory("");
        disk.failForce(1);

        assertThatThrownBy(file::force).isInstanceOf(IOException.class);
        file.force();

        assertThat(text(disk, "a")).isEqualTo("12");
        assertThat(text(disk.crash(new SplittableRandom(1)), "a")).isEmpty();
    }

    @Test
    void diskStopsAfterTheGivenOperation() throws IOException {
        assertThat(disk.operationCount()).isEqualTo(1);
        disk.stopAfter(3);

        DiskFile file = written(disk, "a", "x");

        assertThat(disk.operationCount()).isEqualTo(3);
        assertThat(disk.list("")).isEqualTo(List.of("a"));
        assertThatThrownBy(() -> file.force()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.list("")).isInstanceOf(IOException.class);
    }

    @Test
    void missingFilesAndDirectoriesAreToldApartFromPowerCuts() {
        assertThatThrownBy(() -> disk.open("a", false)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.open("b/a", true)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.flip("a", 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}

package io.github.reactiveraft.test.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactiveraft.core.storage.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the disk is told to fail fails, until it is mended, and nothing else does. */
class CrashDiskFaultsTest {

    private static final int SEED_COUNT = 300;

    private final CrashDisk disk = new CrashDisk();

    @BeforeEach
    void createRoot() throws IOException {
        disk.createDirectories("");
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.wrap("x".repeat(count).getBytes(StandardCharsets.US_ASCII));
    }

    /** A file of so many bytes that nothing can take any more. */
    private static DiskFile durable(CrashDisk disk, String name, int size) throws IOException {
        DiskFile file = disk.open(name, true);
        file.write(0, ByteBuffer.allocate(size));
        file.force();
        disk.forceDirectory("");
        return file;
    }

    private static void assertNoRoom(ThrowingCallable operation) {
        assertThatIOException().isThrownBy(operation).withMessageContaining("No space left");
    }

    private static void assertDead(ThrowingCallable operation) {
        assertThatIOException().isThrownBy(operation).withMessageContaining("no power");
    }

    @Test
    void nextReadFailsAndTheOneAfterItDoesNot() throws IOException {
        DiskFile file = durable(disk, "a", 3);
        disk.failRead();

        assertThatIOException()
                .isThrownBy(() -> file.read(0, ByteBuffer.allocate(3)))
                .withMessage("Input/output error");
        assertThat(file.read(0, ByteBuffer.allocate(3))).isEqualTo(3);
    }

    @Test
    void fullDiskTakesNothingThatGrows() throws IOException {
        DiskFile file = durable(disk, "a", 10);
        disk.full(true);

        assertNoRoom(() -> file.write(8, bytes(3)));
        assertNoRoom(() -> disk.open("b", true));
        assertNoRoom(() -> disk.createDirectories("c"));
        assertNoRoom(() -> disk.lock("lock"));
        assertThat(file.size()).isEqualTo(10);
        assertThat(disk.list("")).isEqualTo(List.of("a"));
    }

    @Test
    void fullDiskIsWrittenInPlaceRenamedTruncatedAndDeleted() throws IOException {
        DiskFile file = durable(disk, "a", 10);
        disk.full(true);

        file.write(8, bytes(2));
        file.force();
        file.truncate(9);
        disk.createDirectories("");
        disk.rename("a", "b");
        assertThat(disk.open("b", false).size()).isEqualTo(9);
        disk.delete("b");

        assertThat(disk.list("")).isEmpty();
    }

    @Test
    void roomAppearsWhenItIsSaidTo() throws IOException {
        disk.full(true);
        assertNoRoom(() -> disk.lock("lock"));

        disk.full(false);

        assertThat(disk.lock("lock")).as("not taken by the try that failed").isPresent();
    }

    @Test
    void fullDiskIsFullForTheNextProcessAndAfterAPowerCut() throws IOException {
        durable(disk, "a", 10);
        disk.full(true);

        CrashDisk killed = disk.kill();
        assertNoRoom(() -> killed.open("b", true));
        CrashDisk cut = killed.crash(new SplittableRandom(1));
        assertNoRoom(() -> cut.open("b", true));
        cut.open("a", false).write(0, bytes(10));
    }

    @Test
    void guardIsAskedBeforeEachChangeAndBeforeNothingElse() throws IOException {
        int[] askedCount = new int[1];
        disk.guard(() -> ++askedCount[0] > 0);

        DiskFile file = disk.open("a", true);
        file.write(0, bytes(2));
        file.force();
        file.truncate(1);
        disk.rename("a", "b");
        disk.forceDirectory("");
        disk.createDirectories("c");
        disk.delete("b");
        assertThat(askedCount[0]).isEqualTo(8);

        file.read(0, ByteBuffer.allocate(1));
        file.size();
        disk.list("");
        disk.open("d", true).close();
        disk.open("d", false).close();
        assertThat(askedCount[0]).isEqualTo(9);
        assertThat(disk.operationCount()).isEqualTo(10);
    }

    @Test
    void operationThatTheGuardRefusesIsNotCarriedOutAndTheDiskIsDead() throws IOException {
        DiskFile file = durable(disk, "a", 3);
        disk.guard(() -> false);

        assertDead(() -> file.write(0, bytes(3)));

        disk.guard(() -> true);
        assertDead(file::force);
        assertDead(() -> disk.list(""));
        assertDead(() -> file.read(0, ByteBuffer.allocate(3)));
        ByteBuffer left = ByteBuffer.allocate(3);
        disk.kill().open("a", false).read(0, left);
        assertThat(left.array()).containsOnly(0);
    }

    @Test
    void deadDiskIsNotFull() throws IOException {
        DiskFile file = durable(disk, "a", 3);
        disk.full(true);
        disk.kill();

        assertDead(() -> file.write(0, bytes(4)));
        assertDead(() -> disk.open("b", true));
    }

    @Test
    void mendedDiskFailsNothing() throws IOException {
        DiskFile file = durable(disk, "a", 3);
        disk.failRead();
        disk.full(true);
        disk.failForce(disk.forceCount() + 1);

        disk.mend();

        assertThat(file.read(0, ByteBuffer.allocate(3))).isEqualTo(3);
        file.write(0, bytes(4));
        file.force();
        ByteBuffer left = ByteBuffer.allocate(4);
        disk.crash(new SplittableRandom(1)).open("a", false).read(0, left);
        assertThat(left).isEqualTo(bytes(4).position(4));
        assertThat(left.array()).containsOnly('x');
    }

    @Test
    void mendingBringsNobodyBackToLife() {
        disk.stopAfter(disk.operationCount());

        disk.mend();

        assertDead(() -> disk.open("a", true));
    }

    @Test
    void sizeIsToldOfWhatIsThere() throws IOException {
        durable(disk, "a", 7);

        assertThat(disk.size("a")).isEqualTo(7);
        assertThat(disk.names("")).isEqualTo(List.of("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> disk.size("b"));
    }

    @Test
    void nothingThatWasForcedCountsAsLost() throws IOException {
        durable(disk, "a", 2_000);

        assertThat(IntStream.range(0, 20).mapToObj(seed -> disk.copy().crash(new SplittableRandom(seed))))
                .allSatisfy(left -> {
                    assertThat(left.lostCount()).isZero();
                    assertThat(left.tornCount()).isZero();
                });
    }

    @Test
    void countsTellWhatBecameOfAWrite() throws IOException {
        durable(disk, "a", 1_100).write(500, bytes(600));
        int[] kinds = new int[3];

        for (int seed = 0; seed < SEED_COUNT; seed++) {
            CrashDisk left = disk.copy().crash(new SplittableRandom(seed));
            ByteBuffer content = ByteBuffer.allocate(1_100);
            left.open("a", false).read(0, content);
            int sectorCount = content.get(500) / 'x' + content.get(512) / 'x' + content.get(1_024) / 'x';
            kinds[left.lostCount() * 2 + left.tornCount()]++;
            assertThat(left.lostCount()).isEqualTo(sectorCount == 0 ? 1 : 0);
            assertThat(left.tornCount()).isEqualTo(sectorCount % 3 == 0 ? 0 : 1);
        }

        assertThat(kinds).as("kept, torn and lost").doesNotContain(0);
    }

    @Test
    void writeOfOneSectorAndTruncationAreNeverTorn() throws IOException {
        DiskFile file = durable(disk, "a", 1_100);
        file.write(100, bytes(412));
        file.truncate(600);

        assertThat(IntStream.range(0, SEED_COUNT)
                        .map(seed ->
                                disk.copy().crash(new SplittableRandom(seed)).tornCount()))
                .containsOnly(0);
    }

    @Test
    void nameThatGoesCountsAsLost() throws IOException {
        durable(disk, "a", 1);
        disk.delete("a");

        assertThat(IntStream.range(0, SEED_COUNT).mapToObj(seed -> disk.copy().crash(new SplittableRandom(seed))))
                .allSatisfy(left ->
                        assertThat(left.lostCount()).isEqualTo(left.names("").size()))
                .anySatisfy(left -> assertThat(left.lostCount()).isEqualTo(1));
    }

    @Test
    void flipNeedsAByteThatIsThere() throws IOException {
        durable(disk, "a", 1);

        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> disk.flip("a", 1, 1));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> disk.flip("a", -1, 1));
    }
}

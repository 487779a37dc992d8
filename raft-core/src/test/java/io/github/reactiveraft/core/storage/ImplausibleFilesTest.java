package io.github.reactiveraft.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.fuzz.Meter;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hostile input has found: files whose checksums are right, but that nobody can have written. */
class ImplausibleFilesTest {

    @TempDir
    Path directory;

    @BeforeEach
    void write() {
        GoldenFiles.write(directory);
    }

    @Test
    void lengthOfANameIsCheckedBeforeMemoryIsTakenForIt() throws Exception {
        ByteBuffer body = ByteBuffer.allocate(10).putShort((short) 0xFFFF);

        new Meter().within(8_192, () -> "a name that is not there", () -> {
            assertThatThrownBy(() -> Block.text(body.position(0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A name of 65535 bytes where 8 are left");
            return body;
        });
    }

    @Test
    void nameThatIsTooLongOrNoTextIsRefused() {
        ByteBuffer tooLong =
                ByteBuffer.allocate(2 + 1_025).putShort((short) 1_025).position(0);
        ByteBuffer noText = ByteBuffer.wrap(new byte[] {0, 2, (byte) 0xC3, 'a'});

        assertThatThrownBy(() -> Block.text(tooLong)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Block.text(noText)).hasMessage("A name that is no UTF-8");
    }

    /** Malformed bytes would be replaced by characters that take more of them, and the header then has no room for itself. */
    @Test
    void headerOfASegmentThatCouldNotBeWrittenAgainIsDamaged() throws IOException {
        byte[] name = new byte[1_024];
        Arrays.fill(name, (byte) 0xFF);
        byte[] good = "x".repeat(1_024).getBytes(StandardCharsets.UTF_8);
        Owner owner = new Owner(new String(good, StandardCharsets.UTF_8), "main", "n1", 77);
        byte[] header = bytes(new SegmentHeader(1, 1, 0, 4_096, false, owner).encode());
        int at = Block.OVERHEAD + 4 * Long.BYTES + Integer.BYTES + Long.BYTES + Short.BYTES;
        System.arraycopy(name, 0, header, at, name.length);
        byte[] file = Arrays.copyOf(Seals.block(header, header.clone(), new SplittableRandom(1)), 4_096);
        String segment = "segment-0000000001-0000000000000000001.log";

        try (Segment opened = Segment.open(HostileDisk.with(segment, file), segment, owner)) {
            assertThat(opened.isHeaderLost()).isTrue();
        }
    }

    /** Frames would have been looked for, and written, where the header still was: no start after the next one would do. */
    @Test
    void headerOfASegmentWithBytesThatBelongToNothingIsDamaged() {
        byte[] header = bytes(new SegmentHeader(1, 1, 0, 4_096, false, Owner.of(GoldenFiles.IDENTITY, 77)).encode());
        byte[] longer = Arrays.copyOf(header, header.length + 7);
        ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN).putInt(16, longer.length - Block.OVERHEAD);
        Seals.block(longer, header, new SplittableRandom(1));

        assertThatThrownBy(() -> SegmentHeader.decode(ByteBuffer.wrap(longer), "segment"))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT))
                .hasMessageContaining("makes no sense");
    }

    @Test
    void identityOfANodeThatCannotBeIsDamaged() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        new IdentityFile(new Owner("counter", "main", "n,", 77), GoldenFiles.IDENTITY.founders()).create(disk);
        Files.write(directory.resolve("identity"), HostileDisk.content(disk, "identity"));

        StorageInspection inspection = RaftStorage.in(directory).inspect();

        assertThat(inspection.verdict()).isEqualTo(StorageVerdict.UNUSABLE);
        assertThat(inspection.identity()).isNull();
        assertThatThrownBy(() -> RaftStorage.in(directory).log().open(GoldenFiles.IDENTITY))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT));
    }

    @Test
    void segmentThatIsNamedAfterAnIndexBeyondAllNumbersIsDamage() throws IOException {
        String last = "segment-0000000002-0000000000000000004.log";
        Files.move(directory.resolve(last), directory.resolve("segment-0000000002-9999999999999999999.log"));

        StorageInspection inspection = RaftStorage.in(directory).inspect();

        assertThat(inspection.verdict()).isEqualTo(StorageVerdict.DOUBTFUL);
        assertThat(inspection.findings())
                .anySatisfy(finding -> assertThat(finding.what()).startsWith("it was created as " + last));
        assertThat(RaftStorage.in(directory).log().open(GoldenFiles.IDENTITY).lastKnown())
                .isEqualTo(inspection.log().lastKnown());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}

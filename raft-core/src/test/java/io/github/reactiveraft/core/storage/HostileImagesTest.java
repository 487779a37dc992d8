package io.github.reactiveraft.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.fuzz.HostileInputs;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.StorageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Images of snapshots as nobody sends or stores them: refused, or kept byte for byte. */
class HostileImagesTest {

    private static final SnapshotMeta META = GoldenFiles.SNAPSHOT;
    private static final ByteBuffer HEADER = new SnapshotHeader("counter", "main", META).encode();
    private static final String NAME = SnapshotName.of(META.lastIncluded());
    private static final String STAGED = SnapshotName.received(META.lastIncluded());
    private static final Owner OWNER = Owner.of(GoldenFiles.IDENTITY, 77);

    /** Two records of the longest, and what a decoder keeps of each. */
    private static final int RECORD_BYTES = 2 * 72 * 1024;

    /** What stands for a state up to an entry, with these voters. */
    static SnapshotMeta meta(Membership voters) {
        return new SnapshotMeta(new EntryId(3, 17), 1_700_000_000_000L, voters);
    }

    @Test
    void imagesThatComeInInPieces() {
        hostile(true).within(RECORD_BYTES, 64).feed(HostileImagesTest::receive).requireReached(6);
    }

    private static void receive(byte[] input) throws IOException {
        SplittableRandom random = new SplittableRandom(input.length);
        MemoryDisk disk = new MemoryDisk();
        StagedReceiver receiver =
                new StagedReceiver(StagedFile.create(disk, STAGED, META), HEADER.duplicate(), input.length);
        try {
            for (int at = 0; at < input.length; ) {
                int length = Math.min(1 + random.nextInt(300), input.length - at);
                receiver.write(Bytes.copyOf(ByteBuffer.wrap(input, at, length)));
                at += length;
            }
            receiver.finish();
        } catch (StorageException e) {
            assertThat(disk.list("")).isEmpty();
            throw e;
        }
        assertThat(HostileDisk.content(disk, STAGED)).isEqualTo(input);
    }

    @Test
    void imagesThatWereStored() {
        // The header is encoded anew, in a buffer that holds the longest.
        hostile(false)
                .within(RECORD_BYTES + 4 * SnapshotHeader.MAX_BYTES, 64)
                .feed(HostileImagesTest::restore)
                .requireReached(9);
    }

    private static void restore(byte[] input) throws IOException {
        HostileDisk disk = HostileDisk.with(NAME, input);
        SnapshotFile snapshot = SnapshotFile.find(disk, META.lastIncluded(), OWNER);
        SnapshotFileReader reader = new SnapshotFileReader(snapshot, NAME, disk.open(NAME, false), closed -> {});
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        for (Bytes chunk = reader.next(); chunk.length() > 0; chunk = reader.next()) {
            byte[] bytes = new byte[chunk.length()];
            chunk.copyTo(bytes, 0);
            state.write(bytes, 0, bytes.length);
        }
        reader.close();
        assertThat(state.size()).isLessThan(input.length);
    }

    private static HostileInputs hostile(boolean announced) {
        List<byte[]> valid = valid();
        return HostileInputs.of(HostileImagesTest.class, valid, StorageException.class)
                .sealedBy((input, random) -> {
                    if (!announced) {
                        return Seals.image(input, valid.get(0), random);
                    }
                    // Any other header is refused at once.
                    HEADER.duplicate().get(input, 0, Math.min(HEADER.limit(), input.length));
                    return Seals.records(input, HEADER.limit(), HEADER, random);
                });
    }

    /** Of records of any length, not only of the longest as this release writes them. */
    private static List<byte[]> valid() {
        SplittableRandom random = new SplittableRandom(5);
        List<byte[]> valid = new ArrayList<>();
        for (int records = 0; records < 6; records++) {
            ByteBuffer image = ByteBuffer.allocate(4096).put(HEADER.duplicate());
            CRC32C crc = new CRC32C();
            long payloadBytes = 0;
            for (int record = 0; record < records; record++) {
                byte[] payload = new byte[1 + random.nextInt(200)];
                random.nextBytes(payload);
                crc.update(payload);
                payloadBytes += payload.length;
                ByteBuffer buffer = SnapshotRecord.buffer().put(payload);
                image.put(SnapshotRecord.finish(buffer, image.position(), HEADER));
            }
            image.put(SnapshotRecord.end(payloadBytes, crc.getValue(), image.position(), HEADER));
            byte[] bytes = new byte[image.flip().remaining()];
            image.get(bytes);
            valid.add(bytes);
        }
        return valid;
    }
}

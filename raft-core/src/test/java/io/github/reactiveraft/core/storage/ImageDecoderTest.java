package io.github.reactiveraft.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.SnapshotMeta;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {

    private static final SnapshotMeta META = GoldenFiles.SNAPSHOT;
    private static final ByteBuffer HEADER = new SnapshotHeader("counter", "main", META).encode();

    private final SplittableRandom random = new SplittableRandom(7);

    /** What a decoder found to complain about. */
    private static final class Flaw extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final long position;

        Flaw(long position, String what) {
            super(what, null, false, false);
            this.position = position;
        }
    }

    /** What came out of an image, fed in pieces, and what was wrong with it. */
    private record Outcome(Bytes state, boolean isComplete, String flaw) {}

    private static byte[] image(byte[] state) throws IOException {
        MemoryDisk disk = new MemoryDisk();
        StagedWriter writer = new StagedWriter(StagedFile.create(disk, "staged", META), HEADER);
        writer.start();
        writer.write(ByteBuffer.wrap(state));
        writer.finish();
        try (DiskFile file = disk.open("staged", false)) {
            ByteBuffer image = ByteBuffer.allocate((int) file.size());
            file.read(0, image);
            return image.array();
        }
    }

    private Outcome decode(byte[] image, long byteCount, int maxPiece) {
        ImageDecoder decoder = new ImageDecoder(HEADER, byteCount, Flaw::new);
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        try {
            for (int at = 0; at < image.length; ) {
                int length = Math.min(1 + random.nextInt(maxPiece), image.length - at);
                ByteBuffer piece = ByteBuffer.wrap(image, at, length);
                while (piece.hasRemaining()) {
                    ByteBuffer payload = decoder.next(piece);
                    if (payload != null) {
                        byte[] bytes = new byte[payload.remaining()];
                        payload.get(bytes);
                        state.writeBytes(bytes);
                    }
                }
                at += length;
            }
            return new Outcome(Bytes.of(state.toByteArray()), decoder.isComplete(), "none");
        } catch (Flaw e) {
            assertThat(e.position).isBetween(0L, (long) image.length);
            return new Outcome(Bytes.of(state.toByteArray()), false, String.valueOf(e.getMessage()));
        }
    }

    private byte[] state(int length) {
        byte[] state = new byte[length];
        for (int i = 0; i < length; i++) {
            state[i] = (byte) random.nextInt();
        }
        return state;
    }

    @Test
    void stateComesOutOfPiecesOfAnySize() throws IOException {
        for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 200_000}) {
            byte[] state = state(length);
            byte[] image = image(state);
            for (int maxPiece : new int[] {1, 7, 1_000, 300_000}) {
                Outcome outcome = decode(image, image.length, maxPiece);

                assertThat(outcome.isComplete()).as(outcome.flaw()).isTrue();
                assertThat(outcome.state()).isEqualTo(Bytes.of(state));
            }
        }
    }

    /** Whatever was done to an image, what comes out of it is the start of the state, and never passes for all of it. */
    @Test
    void damagedImageIsNeverComplete() throws IOException {
        byte[] state = state(150_000);
        byte[] small = state(400);
        for (int run = 0; run < 6_000; run++) {
            boolean isSmall = run % 3 > 0;
            byte[] image = image(isSmall ? small : state);
            byte[] damaged = damage(image);
            long byteCount = random.nextBoolean() ? damaged.length : image.length;

            Outcome outcome = decode(damaged, byteCount, 1 + random.nextInt(100_000));

            if (!Arrays.equals(image, damaged)) {
                assertThat(outcome.isComplete()).as("run %d", run).isFalse();
            }
            int length = outcome.state().length();
            assertThat(outcome.state())
                    .as("run %d", run)
                    .isEqualTo(Bytes.of(Arrays.copyOf(isSmall ? small : state, length)));
        }
    }

    private byte[] damage(byte[] image) {
        int at = random.nextInt(image.length);
        int length = 1 + random.nextInt(Math.min(image.length - at, 70_000));
        switch (random.nextInt(6)) {
            case 0 -> image[at] ^= (byte) (1 + random.nextInt(255));
            case 1 -> Arrays.fill(image, at, at + length, (byte) 0);
            case 2 -> {
                return Arrays.copyOf(image, at);
            }
            case 3 -> {
                return Arrays.copyOf(image, image.length + length);
            }
            case 4 -> System.arraycopy(image, at, image, random.nextInt(image.length - length + 1), length);
            default ->
                ByteBuffer.wrap(image)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(Math.min(at, image.length - 4), random.nextInt());
        }
        return image;
    }

    /** Records of one image that changed places are each as they were written, but not where. */
    @Test
    void recordsThatChangedPlacesAreNone() throws IOException {
        byte[] image = image(state(3 * 65_536));
        int start = HEADER.limit();
        int record = 8 + 65_536;
        byte[] swapped = image.clone();
        System.arraycopy(image, start, swapped, start + record, record);
        System.arraycopy(image, start + record, swapped, start, record);

        assertThat(decode(swapped, swapped.length, 5_000).flaw()).isEqualTo("the checksum does not match");
    }

    /** Records of another snapshot, right in themselves and in their place, up to the last one. */
    @Test
    void recordsOfAnotherSnapshotAreNone() throws IOException {
        byte[] image = image(state(1_000));
        SnapshotMeta other = new SnapshotMeta(META.lastIncluded(), META.timestamp() + 1, META.membership());
        ByteBuffer header = new SnapshotHeader("counter", "main", other).encode();
        byte[] grafted = image.clone();
        header.get(grafted, 0, header.limit());

        ImageDecoder decoder = new ImageDecoder(header.rewind(), image.length, Flaw::new);

        assertThatThrownBy(() -> decoder.next(ByteBuffer.wrap(grafted)))
                .isInstanceOf(Flaw.class)
                .hasMessage("the checksum does not match");
    }

    /** Nothing is allocated for a length that nobody has checked: the longest record is known from the start. */
    @Test
    void lengthsAreCheckedBeforeTheyAreBelieved() {
        for (int length : new int[] {65_537, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            ImageDecoder decoder = new ImageDecoder(HEADER, Long.MAX_VALUE, Flaw::new);
            decoder.next(HEADER.duplicate());
            ByteBuffer head =
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(0, length);

            assertThatThrownBy(() -> decoder.next(head))
                    .isInstanceOf(Flaw.class)
                    .hasMessage("a record of " + Integer.toUnsignedString(length)
                            + " bytes, where at most 65536 are allowed");
        }
    }

    @Test
    void recordThatLeavesNoRoomForTheLastOneIsRefusedByItsHead() {
        long byteCount = HEADER.limit() + 8L + 100 + SnapshotRecord.END_BYTES;
        for (int length : new int[] {0, 101}) {
            ImageDecoder decoder = new ImageDecoder(HEADER, byteCount, Flaw::new);
            decoder.next(HEADER.duplicate());
            ByteBuffer head =
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(0, length);

            assertThatThrownBy(() -> decoder.next(head))
                    .isInstanceOf(Flaw.class)
                    .hasMessageContaining("bytes are left");
        }
    }

    @Test
    void anotherHeaderIsRefusedAtItsFirstWrongByte() {
        for (int position = 0; position < HEADER.limit(); position++) {
            byte[] other = new byte[HEADER.limit()];
            HEADER.duplicate().get(other);
            other[position] ^= 1;
            ImageDecoder decoder = new ImageDecoder(HEADER, 1_000, Flaw::new);
            int wrong = position;

            assertThatThrownBy(() -> decoder.next(ByteBuffer.wrap(other, 0, wrong + 1)))
                    .isInstanceOfSatisfying(
                            Flaw.class, e -> assertThat(e.position).isEqualTo(wrong));
        }
    }
}

package io.github.reactiveraft.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A frame is trusted only where it was written, and with no more than the file can hold. */
class FrameTest {

    private final byte[] bytes = new byte[Frame.OVERHEAD];
    private final Segment segment;

    FrameTest(@TempDir Path directory) throws IOException {
        segment = segment(directory, 1);
    }

    private static Segment segment(Path directory, long incarnation) throws IOException {
        Owner owner = Owner.of(GoldenFiles.IDENTITY, incarnation);
        return Segment.create(new SystemDisk(directory), new SegmentHeader(1, 1, 0, 4096, false, owner));
    }

    @AfterEach
    void close() throws IOException {
        segment.close();
    }

    @Test
    void frameIsReadWhereItWasWritten() {
        Frame frame = new Frame(500, Frame.ENTRIES, 100, 2, 77, 9, 400, 5);

        frame.write(bytes, segment);

        assertThat(read(500)).isEqualTo(frame);
        assertThat(read(501)).isNull();
    }

    @Test
    void frameOfAnotherIncarnationIsNone(@TempDir Path other) throws IOException {
        Frame frame = new Frame(500, Frame.TRUNCATION, 0, 0, 0, 9, 400, 5);
        try (Segment foreign = segment(other, 2)) {
            frame.write(bytes, foreign);
        }

        assertThat(read(500)).isNull();
    }

    @Test
    void zerosAreNoFrame() {
        assertThat(read(500)).isNull();
    }

    @Test
    void frameWithValidChecksumButImpossibleContentIsNone() {
        long room = 4096 - 500 - Frame.OVERHEAD;
        assertThat(written(new Frame(500, Frame.ENTRIES, (int) room, 1, 0, 9, 400, 5)))
                .isNotNull();

        assertThat(written(new Frame(500, Frame.ENTRIES, (int) room + 1, 1, 0, 9, 400, 5)))
                .isNull();
        assertThat(written(new Frame(500, Frame.ENTRIES, Integer.MAX_VALUE, 1, 0, 9, 400, 5)))
                .isNull();
        assertThat(written(new Frame(500, Frame.ENTRIES, -1, 1, 0, 9, 400, 5))).isNull();
        assertThat(written(new Frame(500, Frame.ENTRIES, 99, 2, 0, 9, 400, 5))).isNull();
        assertThat(written(new Frame(500, Frame.ENTRIES, 100, Integer.MAX_VALUE, 0, 9, 400, 5)))
                .isNull();
        assertThat(written(new Frame(500, Frame.ENTRIES, 100, 0, 0, 9, 400, 5))).isNull();
        assertThat(written(new Frame(500, Frame.TRUNCATION, 1, 0, 0, 9, 400, 5)))
                .isNull();
        assertThat(written(new Frame(500, 4, 0, 0, 0, 9, 400, 5))).isNull();
        assertThat(written(new Frame(500, Frame.SYNCED, 0, 0, 0, 0, 400, 5))).isNull();
        assertThat(written(new Frame(500, Frame.SYNCED, 0, 0, 0, 9, 501, 5))).isNull();
        assertThat(written(new Frame(500, Frame.SYNCED, 0, 0, 0, 9, 3, 5))).isNull();
        assertThat(written(new Frame(500, Frame.SYNCED, 0, 0, 0, 9, 400, -1))).isNull();
    }

    private @Nullable Frame written(Frame frame) {
        frame.write(bytes, segment);
        return read(500);
    }

    private @Nullable Frame read(long position) {
        return Frame.read(bytes, 0, segment, position);
    }
}

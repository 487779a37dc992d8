package io.github.reactiveraft.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grown on a disk whose background work waits until it is let. */
class SpareSegmentsTest {

    private static final long SIZE = 16 * 1024;
    private static final String NAME = "segment-0000000002.tmp";

    @TempDir
    Path directory;

    private final Queue<Runnable> later = new ArrayDeque<>();

    private final class Patient extends ForwardingDisk {

        private Patient(Disk disk) {
            super(disk);
        }

        @Override
        public Executor background() {
            return later::add;
        }
    }

    private Aside aside(Disk disk) {
        return new Aside(new Patient(disk));
    }

    private SpareSegments spares(Disk disk, Aside aside) {
        return new SpareSegments(new Patient(disk), aside);
    }

    private void letWork() {
        Objects.requireNonNull(later.poll()).run();
    }

    private long length() throws IOException {
        return Files.size(directory.resolve(NAME));
    }

    @Test
    void nextFileGrowsInPiecesThatNobodyWaitsFor() throws IOException {
        Disk disk = new SystemDisk(directory);
        Aside aside = aside(disk);
        SpareSegments spares = spares(disk, aside);

        spares.grow(2, SIZE, 4095);
        assertThat(later).as("less than a piece").isEmpty();
        spares.grow(2, SIZE, 5000);
        assertThat(directory).isEmptyDirectory();
        spares.grow(2, SIZE, 9500);
        assertThat(later).as("one thing at a time").hasSize(1);
        letWork();
        assertThat(length()).isEqualTo(5000);
        spares.grow(2, SIZE, 9500);
        letWork();
        assertThat(length()).isEqualTo(9500);
        spares.prepare(2, List.of(SIZE, SIZE));

        assertThat(length()).isEqualTo(SIZE);
        assertThat(directory.resolve("segment-0000000003.tmp")).hasSize(SIZE);
        assertThat(Files.readAllBytes(directory.resolve(NAME))).containsOnly(0);
    }

    @Test
    void fileOfAnotherLengthThanExpectedIsMadeAnew() throws IOException {
        Disk disk = new SystemDisk(directory);
        SpareSegments spares = spares(disk, aside(disk));
        spares.grow(2, SIZE, SIZE);
        letWork();

        spares.prepare(2, List.of(SIZE / 2));

        assertThat(length()).isEqualTo(SIZE / 2);
    }

    @Test
    void wantOfRoomIsToldOnlyWhenTheRoomIsNeeded() throws IOException {
        QuotaDisk disk = new QuotaDisk(new SystemDisk(directory));
        Aside aside = aside(disk);
        SpareSegments spares = spares(disk, aside);
        disk.leave(6000);

        spares.grow(2, SIZE, 10_000);
        letWork();
        aside.check();
        assertThat(directory).as("given back").isEmptyDirectory();
        spares.grow(2, SIZE, 12_000);
        assertThat(later).as("not tried again").isEmpty();

        assertThatThrownBy(() -> spares.prepare(2, List.of(SIZE))).isInstanceOf(DiskFullException.class);
        disk.leave(20_000);
        spares.prepare(2, List.of(SIZE));
        assertThat(length()).isEqualTo(SIZE);
    }

    @Test
    void whatElseGoesWrongIsToldToWhoeverAsks() {
        Disk broken = new ForwardingDisk(new SystemDisk(directory)) {
            @Override
            public DiskFile open(String name, boolean create) throws IOException {
                throw new IOException("broken");
            }
        };
        Aside aside = aside(broken);
        SpareSegments spares = spares(broken, aside);
        spares.grow(2, SIZE, SIZE);
        letWork();

        assertThatThrownBy(aside::check).isInstanceOf(IOException.class).hasMessage("broken");
        assertThatThrownBy(() -> spares.prepare(2, List.of(SIZE)))
                .isInstanceOf(IOException.class)
                .hasMessage("broken");
    }
}

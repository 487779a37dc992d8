package io.github.reactiveraft.core.storage;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The files that a group of writes will turn to, made before the first of it is written: in full length, but without a
 * head and under a name that counts for nothing. So a disk without room is noticed while nothing has changed yet; from
 * then on the group needs only space that it has.
 *
 * <p>The next of them grows aside while the one before is being filled, piece by piece, so that no group waits for all of it.
 */
final class SpareSegments {

    /** A file grows in so many pieces, unless they would be small. */
    private static final int PIECES = 64;

    private static final int LEAST_PIECE_BYTES = 4096;

    private final Disk disk;
    private final Aside aside;
    private final Deque<Long> ready = new ArrayDeque<>();
    /** The number of the file that the first of them will be. */
    private long firstNumber;
    /** The one behind those, before it has its length; touched only while nothing is done aside. */
    private @Nullable Growing growing;

    SpareSegments(Disk disk, Aside aside) {
        this.disk = disk;
        this.aside = aside;
    }

    private static final class Growing {

        private final long number;
        private final long size;
        private long filled;
        /** Then it is made when it is needed, and the want of room is told. */
        private boolean hasNoRoom;

        private Growing(long number, long size) {
            this.number = number;
            this.size = size;
        }
    }

    /**
     * Lets the file grow that will probably be the next.
     *
     * @param upTo how long it should be by now; less than a piece is put off
     */
    void grow(long number, long size, long upTo) {
        if (aside.isBusy() || !ready.isEmpty()) {
            return;
        }
        Growing file = growing(number, size);
        long wanted = Math.min(upTo, size);
        if (wanted - file.filled >= Math.max(LEAST_PIECE_BYTES, size / PIECES) && !file.hasNoRoom) {
            aside.run(() -> {
                try {
                    fill(file, wanted);
                } catch (DiskFullException e) {
                    file.hasNoRoom = true;
                    discard();
                }
            });
        }
    }

    private Growing growing(long number, long size) {
        Growing begun = growing;
        if (begun == null || begun.number != number || begun.size != size) {
            begun = new Growing(number, size);
            growing = begun;
        }
        return begun;
    }

    private void fill(Growing growth, long upTo) throws IOException {
        if (growth.filled < upTo) {
            try (DiskFile file = disk.open(name(growth.number), true)) {
                if (growth.filled == 0) {
                    // A start that failed may have left one.
                    file.truncate(0);
                }
                WholeFile.fillWithZeros(file, growth.filled, upTo);
                file.force();
            }
            growth.filled = upTo;
        }
    }

    /**
     * Makes files of these lengths, to be taken in this order.
     *
     * @throws DiskFullException if there is no room for all of them; none is there then
     */
    void prepare(long number, List<Long> sizes) throws IOException {
        firstNumber = number;
        if (sizes.isEmpty()) {
            return;
        }
        aside.await();
        try {
            for (long size : sizes) {
                fill(growing(number + ready.size(), size), size);
                ready.add(size);
                growing = null;
            }
        } catch (DiskFullException e) {
            discard();
            throw e;
        }
    }

    /** Makes the next of them the file that a header describes; the directory is left to be forced. */
    Segment take(SegmentHeader header) throws IOException {
        Long size = ready.peek();
        if (size == null || size != header.fileBytes() || firstNumber != header.number()) {
            throw new IllegalStateException(
                    "No room was made for " + header + ", but for " + firstNumber + ": " + ready);
        }
        String name = name(firstNumber);
        try (DiskFile file = disk.open(name, false)) {
            file.write(0, header.encode());
            file.force();
        }
        disk.rename(name, Segment.name(header));
        ready.remove();
        firstNumber++;
        return Segment.created(disk, header);
    }

    /** None of them will be taken. */
    void discard() throws IOException {
        List<String> names = disk.list("");
        for (int number = 0; number < ready.size(); number++) {
            discard(firstNumber + number, names);
        }
        ready.clear();
        Growing begun = growing;
        if (begun != null) {
            discard(begun.number, names);
            begun.filled = 0;
        }
    }

    private void discard(long number, List<String> names) throws IOException {
        if (names.contains(name(number))) {
            disk.delete(name(number));
        }
    }

    private static String name(long number) {
        return String.format(Locale.ROOT, "segment-%010d%s", number, WholeFile.TEMPORARY);
    }
}

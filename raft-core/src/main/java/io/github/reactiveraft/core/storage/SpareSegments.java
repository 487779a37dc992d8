package io.github.reactiveraft.core.storage;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * The files that a group of writes will turn to, made before the first of it is written: in full length, but without a
 * head and under a name that counts for nothing. So a disk without room is noticed while nothing has changed yet; from
 * then on the group needs only space that it has.
 */
final class SpareSegments {

    private final Disk disk;
    private final Deque<Long> ready = new ArrayDeque<>();
    /** The number of the file that the first of them will be. */
    private long firstNumber;

    SpareSegments(Disk disk) {
        this.disk = disk;
    }

    /**
     * Makes files of these lengths, to be taken in this order.
     *
     * @throws DiskFullException if there is no room for all of them; none is there then
     */
    void prepare(long number, List<Long> sizes) throws IOException {
        firstNumber = number;
        for (long size : sizes) {
            String name = name(number + ready.size());
            ready.add(size);
            try (DiskFile file = disk.open(name, true)) {
                file.truncate(0);
                WholeFile.fillWithZeros(file, 0, size);
                file.force();
            } catch (DiskFullException e) {
                discard();
                throw e;
            }
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

    private void discard() throws IOException {
        List<String> names = disk.list("");
        for (int number = 0; number < ready.size(); number++) {
            String name = name(firstNumber + number);
            if (names.contains(name)) {
                disk.delete(name);
            }
        }
        ready.clear();
    }

    private static String name(long number) {
        return String.format(Locale.ROOT, "segment-%010d%s", number, WholeFile.TEMPORARY);
    }
}

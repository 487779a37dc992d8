package io.github.reactiveraft.examples.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How much a {@link VolatileDisk} holds that a power cut would take, written down for whoever cuts it. A file that is
 * written but not forced survives {@code kill -9}, which is all that this has to.
 */
final class Losses {

    private static final String NAME = "held";

    private final FileChannel ledger;
    private final FileChannel platter;
    private long writeCount;
    private long nameCount;

    private Losses(FileChannel ledger, FileChannel platter) {
        this.ledger = ledger;
        this.platter = platter;
    }

    /**
     * What was lost.
     *
     * @param writeCount writes and truncations that were not forced
     * @param nameCount creations, renamings and deletions whose directory was not
     */
    record Lost(long writeCount, long nameCount) {}

    static Losses open(Path beside) throws IOException {
        Losses losses = new Losses(writable(beside.resolve(NAME)), writable(beside.resolve("platter")));
        losses.note();
        return losses;
    }

    private static FileChannel writable(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    }

    /** What the process held that was killed last. */
    static Lost read(Path beside) {
        try {
            Path file = beside.resolve(NAME);
            if (Files.notExists(file)) {
                // It did not get so far.
                return new Lost(0, 0);
            }
            ByteBuffer counts = ByteBuffer.wrap(Files.readAllBytes(file));
            return new Lost(counts.getLong(), counts.getLong());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    void holdWrites(int moreCount) throws IOException {
        writeCount += moreCount;
        note();
    }

    void holdNames(int moreCount) throws IOException {
        nameCount += moreCount;
        note();
    }

    private void note() throws IOException {
        ByteBuffer counts =
                ByteBuffer.allocate(2 * Long.BYTES).putLong(writeCount).putLong(nameCount);
        ledger.write(counts.flip(), 0);
    }

    /** Takes as long as a disk takes to make something durable, while none of it is: that is when power cuts hurt. */
    void awaitDisk() throws IOException {
        platter.write(ByteBuffer.allocate(Long.BYTES).putLong(0, writeCount), 0);
        platter.force(false);
    }
}

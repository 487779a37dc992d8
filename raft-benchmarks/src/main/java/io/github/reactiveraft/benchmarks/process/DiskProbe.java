package io.github.reactiveraft.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** How long the disk takes to make a few bytes durable while nobody else writes: some machines' disks are others' too. */
public final class DiskProbe {

    private static final int COUNT = 40;
    private static final int BYTES = 4096;
    private static final double MICRO = 1_000;

    private DiskProbe() {}

    /** The median of some tries, in microseconds; in a file of its own that is gone afterwards. */
    public static double forceMicros(Path directory) {
        double[] micros = new double[COUNT];
        try {
            Path file = Files.createTempFile(directory, "probe", "");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                ByteBuffer piece = ByteBuffer.allocateDirect(BYTES);
                for (int i = 0; i < COUNT; i++) {
                    channel.write(piece.clear(), (long) i * BYTES);
                }
                channel.force(true);
                for (int i = 0; i < COUNT; i++) {
                    long begunAt = System.nanoTime();
                    channel.write(piece.clear(), (long) i * BYTES);
                    channel.force(false);
                    micros[i] = (System.nanoTime() - begunAt) / MICRO;
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException refused) {
            throw new UncheckedIOException("The disk of " + directory + " cannot be tried", refused);
        }
        Arrays.sort(micros);
        return micros[COUNT / 2];
    }
}

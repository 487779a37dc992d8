package io.github.reactiveraft.benchmarks.system;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.SplittableRandom;

/**
 * What makes a state large: so many times the same MiB, which does not compress. It goes into every snapshot behind the sum, and
 * whoever restores one reads all of it and keeps nothing.
 *
 * @param mib how many
 */
public record Ballast(int mib) {

    private static final int MIB = 1024 * 1024;
    private static final byte[] BLOCK = block();

    private static byte[] block() {
        byte[] block = new byte[MIB];
        new SplittableRandom(1).nextBytes(block);
        return block;
    }

    /** One MiB of it; not to be changed. */
    public byte[] piece() {
        return BLOCK;
    }

    /** Writes all of it. */
    public void writeTo(OutputStream out) throws IOException {
        for (int i = 0; i < mib; i++) {
            out.write(BLOCK);
        }
    }

    /**
     * Reads all of it.
     *
     * @throws EOFException if there is less
     */
    public void readFrom(InputStream in) throws IOException {
        byte[] piece = new byte[MIB];
        for (int i = 0; i < mib; i++) {
            if (in.readNBytes(piece, 0, MIB) < MIB) {
                throw new EOFException("Only " + i + " of " + mib + " MiB");
            }
        }
    }
}

package io.github.reactiveraft.api.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Makes checksums of damaged input right again, as somebody would who means it. */
public final class Checksums {

    private static final int ENTRY_OVERHEAD = 50;

    private Checksums() {}

    /** The CRC-32C of some bytes. */
    public static int of(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    /** Seals all entries of a batch in an array, as far as their lengths lead from one to the next. */
    public static void sealEntries(byte[] bytes, int from, int to) {
        ByteBuffer entries = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = from;
        while (to - at >= ENTRY_OVERHEAD) {
            int length = entries.getInt(at);
            if (length < ENTRY_OVERHEAD || length > to - at) {
                return;
            }
            CRC32C crc = new CRC32C();
            crc.update(bytes, at, Integer.BYTES);
            crc.update(bytes, at + 2 * Integer.BYTES, length - 2 * Integer.BYTES);
            entries.putInt(at + Integer.BYTES, (int) crc.getValue());
            at += length;
        }
    }
}

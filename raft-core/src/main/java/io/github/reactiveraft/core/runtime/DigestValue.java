package io.github.reactiveraft.core.runtime;

import java.util.zip.CRC32C;

/**
 * One digest in the making: takes in one number after the other, in the way that is part of the wire format, for members
 * of different releases compare what comes out.
 */
final class DigestValue {

    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private long value;

    /** Takes in a number. */
    DigestValue add(long number) {
        long product = (value ^ number) * FACTOR;
        value = product ^ (product >>> Integer.SIZE);
        return this;
    }

    /** Takes in bytes: how many and their checksum. */
    DigestValue add(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return add(bytes.length).add(checksum.getValue());
    }

    /** What came of it so far. */
    long value() {
        return value;
    }
}

package io.github.reactiveraft.api.model;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Immutable bytes, equal by content. The array given to {@link #of} belongs to this object from then on. */
public final class Bytes {

    private static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** Takes over an array, without copying; the caller must not touch it any more. */
    public static Bytes of(byte[] owned) {
        return new Bytes(owned);
    }

    /** Copies what is between position and limit of a buffer, which is left as it was. */
    public static Bytes copyOf(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return new Bytes(copy);
    }

    /** No bytes at all. */
    public static Bytes empty() {
        return EMPTY;
    }

    /** How many bytes there are. */
    public int length() {
        return array.length;
    }

    /** A fresh read-only view of all bytes. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(array).asReadOnlyBuffer();
    }

    /** Copies all bytes into a target, which must have room for them from the offset on. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(array, 0, target, offset, array.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /** Only the length: payloads do not belong in logs. */
    @Override
    public String toString() {
        return array.length + " bytes";
    }
}

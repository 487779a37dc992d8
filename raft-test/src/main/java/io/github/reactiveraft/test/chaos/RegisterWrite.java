package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.Codec;
import java.nio.ByteBuffer;

/**
 * A command of the chaos clients.
 *
 * @param client who sends it, from 1
 * @param sequence the client's number for it, from 1
 * @param key which register
 * @param expected the value the register must have, or {@link #ANY}
 * @param value the new value, different from that of every other command
 */
record RegisterWrite(int client, int sequence, int key, long expected, long value) {

    /** Writes whatever the register holds. */
    static final long ANY = -1;

    /** What a register holds before the first write. */
    static final long INITIAL = 0;

    static final Codec<RegisterWrite> CODEC = Codec.of(RegisterWrite::encode, RegisterWrite::decode);

    private static final int BYTES = 3 * Integer.BYTES + 2 * Long.BYTES;
    private static final int LARGE_EVERY = 4;
    private static final int LONGEST_FILLER = 1_200;

    /** A write with the one value that belongs to it. */
    static RegisterWrite of(int client, int sequence, int key, long expected) {
        return new RegisterWrite(client, sequence, key, expected, ((long) client << Integer.SIZE) + sequence);
    }

    boolean isConditional() {
        return expected != ANY;
    }

    /** Every fourth command spans some sectors of a disk, so that a power cut can tear it. */
    private int fillerBytes() {
        return sequence % LARGE_EVERY == 0 ? (sequence * 97) % LONGEST_FILLER : 0;
    }

    private byte[] encode() {
        return ByteBuffer.allocate(BYTES + fillerBytes())
                .putInt(client)
                .putInt(sequence)
                .putInt(key)
                .putLong(expected)
                .putLong(value)
                .array();
    }

    private static RegisterWrite decode(ByteBuffer bytes) {
        RegisterWrite write =
                new RegisterWrite(bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getLong(), bytes.getLong());
        bytes.position(bytes.limit());
        return write;
    }
}

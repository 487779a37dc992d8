package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.Codec;
import java.nio.ByteBuffer;

/**
 * What comes out of the registers: the answer to a write, to a read, and the change that watchers see.
 *
 * @param isDone whether the write took place; true for a read
 * @param value what the write was to write, or the read found
 */
record RegisterAnswer(boolean isDone, long value) {

    static final Codec<RegisterAnswer> CODEC = Codec.of(RegisterAnswer::encode, RegisterAnswer::decode);

    private byte[] encode() {
        return ByteBuffer.allocate(1 + Long.BYTES)
                .put((byte) (isDone ? 1 : 0))
                .putLong(value)
                .array();
    }

    private static RegisterAnswer decode(ByteBuffer bytes) {
        return new RegisterAnswer(bytes.get() != 0, bytes.getLong());
    }
}

package io.github.reactiveraft.api;

import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * Turns values into bytes and back. Encodings end up in the log and live as long as it does, so a codec must go on
 * reading what its earlier versions wrote. Called on any thread; must not block and must not keep the buffer.
 *
 * @param <T> the type of the values
 */
public interface Codec<T> {

    /**
     * Encodes a value into a fresh array that the caller owns from then on.
     *
     * @throws RuntimeException if the value has no encoding; the command or query is then refused and nothing is logged
     */
    byte[] encode(T value);

    /**
     * Decodes the bytes between the buffer's position and its limit. The buffer is read-only and valid only during the
     * call.
     *
     * @throws RuntimeException if the bytes are no encoding of a value
     */
    T decode(ByteBuffer bytes);

    /** Puts a codec together from its two directions. */
    static <T> Codec<T> of(Function<T, byte[]> encode, Function<ByteBuffer, T> decode) {
        return new ReadyCodecs.FunctionCodec<>(encode, decode);
    }

    /** A {@code long} in eight bytes, big-endian. */
    static Codec<Long> int64() {
        return ReadyCodecs.INT64;
    }

    /** A string in UTF-8; malformed bytes are refused, not replaced. */
    static Codec<String> utf8() {
        return ReadyCodecs.UTF8;
    }

    /** Bytes as they are. */
    static Codec<byte[]> bytes() {
        return ReadyCodecs.BYTES;
    }
}

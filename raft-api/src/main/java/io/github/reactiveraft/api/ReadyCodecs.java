package io.github.reactiveraft.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Function;

/** The codecs that {@link Codec} offers ready-made. */
final class ReadyCodecs {

    static final Codec<Long> INT64 = new FunctionCodec<>(
            value -> ByteBuffer.allocate(Long.BYTES).putLong(value).array(), ReadyCodecs::decodeInt64);

    static final Codec<String> UTF8 =
            new FunctionCodec<>(value -> value.getBytes(StandardCharsets.UTF_8), ReadyCodecs::decodeUtf8);

    static final Codec<byte[]> BYTES = new FunctionCodec<>(byte[]::clone, ReadyCodecs::remaining);

    private ReadyCodecs() {}

    private static Long decodeInt64(ByteBuffer bytes) {
        if (bytes.remaining() != Long.BYTES) {
            throw new IllegalArgumentException("A long takes 8 bytes, but there are " + bytes.remaining());
        }
        return bytes.getLong();
    }

    private static String decodeUtf8(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("Not UTF-8: " + malformed.getMessage(), malformed);
        }
    }

    private static byte[] remaining(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    record FunctionCodec<T>(Function<T, byte[]> encoder, Function<ByteBuffer, T> decoder) implements Codec<T> {

        FunctionCodec {
            Objects.requireNonNull(encoder, "encode");
            Objects.requireNonNull(decoder, "decode");
        }

        @Override
        public byte[] encode(T value) {
            return encoder.apply(value);
        }

        @Override
        public T decode(ByteBuffer bytes) {
            return decoder.apply(bytes);
        }
    }
}

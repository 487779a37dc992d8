package io.github.reactiveraft.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {

    private static <T> T roundTrip(Codec<T> codec, T value) {
        byte[] encoded = codec.encode(value);
        ByteBuffer framed = ByteBuffer.allocate(encoded.length + 2).put(1, encoded);
        return codec.decode(framed.position(1).limit(1 + encoded.length).asReadOnlyBuffer());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE})
    void longsSurvive(long value) {
        assertThat(roundTrip(Codec.int64(), value)).isEqualTo(value);
    }

    @Test
    void longsAreBigEndian() {
        assertThat(Codec.int64().encode(258L)).containsExactly(0, 0, 0, 0, 0, 0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 9})
    void longTakesEightBytes(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Codec.int64().decode(ByteBuffer.allocate(length)))
                .withMessage("A long takes 8 bytes, but there are %d", length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "counter", "Zähler", "計数器", "🙂"})
    void stringsSurvive(String value) {
        assertThat(roundTrip(Codec.utf8(), value)).isEqualTo(value);
        assertThat(Codec.utf8().encode(value)).isEqualTo(value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bytesThatAreNoStringAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Codec.utf8().decode(ByteBuffer.wrap(new byte[] {'a', (byte) 0xC3})))
                .withMessageContaining("Not UTF-8");
    }

    @Test
    void bytesSurviveAndAreCopied() {
        byte[] value = {1, 2, 3};

        byte[] encoded = Codec.bytes().encode(value);

        assertThat(roundTrip(Codec.bytes(), value)).containsExactly(1, 2, 3);
        assertThat(encoded).isEqualTo(value).isNotSameAs(value);
    }

    @Test
    void twoFunctionsAreACodec() {
        Codec<Integer> codec = Codec.of(value -> new byte[] {value.byteValue()}, bytes -> (int) bytes.get());

        assertThat(roundTrip(codec, 42)).isEqualTo(42);
    }
}

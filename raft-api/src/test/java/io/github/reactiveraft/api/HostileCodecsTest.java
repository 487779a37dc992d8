package io.github.reactiveraft.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.fuzz.HostileInputs;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ready-made codecs take bytes that they would have written, and no other ones. */
class HostileCodecsTest {

    @Test
    void eightBytesAreALongAndNothingElseIs() {
        feed(Codec.int64(), 1, List.of(Codec.int64().encode(0L), Codec.int64().encode(-77L)));
    }

    @Test
    void bytesAreUtf8OrRefused() {
        feed(
                Codec.utf8(),
                1,
                List.of("".getBytes(UTF_8), "plain".getBytes(UTF_8), "ä € \uD83D\uDE00 ß".getBytes(UTF_8)));
    }

    @Test
    void bytesAreBytes() {
        feed(Codec.bytes(), 0, List.of(new byte[0], new byte[] {1, 2, 3}));
    }

    private static <T> void feed(Codec<T> codec, int reasonCount, List<byte[]> valid) {
        HostileInputs.of(HostileCodecsTest.class, valid, IllegalArgumentException.class)
                .feed(input -> {
                    T value = codec.decode(ByteBuffer.wrap(input).asReadOnlyBuffer());
                    assertThat(codec.encode(value)).isEqualTo(input);
                })
                .requireReached(reasonCount);
    }
}

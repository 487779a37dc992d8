package io.github.reactiveraft.examples.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.fuzz.HostileInputs;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The counter's codecs take the bytes that they write, and refuse all others as a codec does. */
class HostileCodecsTest {

    private static final Codec<CounterResult> RESULTS = CounterResult.CODEC;

    @Test
    void results() {
        List<byte[]> valid = List.of(
                RESULTS.encode(new CounterResult.Value(-3, 9)), RESULTS.encode(new CounterResult.OutOfRange(77)));

        feed(RESULTS, valid, 3);
    }

    @Test
    void queries() {
        feed(CounterQuery.CODEC, List.of(CounterQuery.CODEC.encode(CounterQuery.VALUE)), 2);
    }

    /** What hostile input has found: a result that was cut failed as nobody expected. */
    @Test
    void resultThatIsCutOrTooLongIsRefused() {
        byte[] value = RESULTS.encode(new CounterResult.Value(7, 1));
        for (int length = 0; length < value.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(value, 0, length);

            assertThatThrownBy(() -> RESULTS.decode(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        ByteBuffer tooLong = ByteBuffer.allocate(value.length + 1).put(value).position(0);
        assertThatThrownBy(() -> RESULTS.decode(tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another length");
    }

    private static <T> void feed(Codec<T> codec, List<byte[]> valid, int reasonCount) {
        HostileInputs.of(HostileCodecsTest.class, valid, IllegalArgumentException.class)
                .feed(input -> assertThat(codec.encode(codec.decode(ByteBuffer.wrap(input))))
                        .isEqualTo(input))
                .requireReached(reasonCount);
    }
}

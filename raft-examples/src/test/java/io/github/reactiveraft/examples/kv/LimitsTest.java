package io.github.reactiveraft.examples.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.examples.kv.KvCommand.CompareAndSet;
import io.github.reactiveraft.examples.kv.KvCommand.Delete;
import io.github.reactiveraft.examples.kv.KvCommand.Put;
import io.github.reactiveraft.examples.kv.KvOutput.Value;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final int KIB = 1024;

    private static Put putFor(Duration timeToLive) {
        return new Put("k", "v", Optional.of(timeToLive));
    }

    private static CompareAndSet swap(int expectedBytes, int newBytes) {
        return new CompareAndSet(
                "k".repeat(KIB), Optional.of("v".repeat(expectedBytes)), "v".repeat(newBytes), Optional.empty());
    }

    @Test
    void keysTakeOneToAThousandBytesOfUtf8() {
        assertThatCode(() -> new Delete("k".repeat(KIB))).doesNotThrowAnyException();
        assertThatCode(() -> new Delete("😀".repeat(KIB / 4))).doesNotThrowAnyException();

        assertThatIllegalArgumentException().isThrownBy(() -> new Delete(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Delete("k".repeat(KIB + 1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Delete("é".repeat(KIB / 2 + 1)))
                .withMessage("A key takes 1 to 1024 bytes of UTF-8, but has 1026");
    }

    @Test
    void valuesTakeHalfAMebibyte() {
        assertThatCode(() -> Replica.put("k", "v".repeat(512 * KIB))).doesNotThrowAnyException();

        assertThatIllegalArgumentException().isThrownBy(() -> Replica.put("k", "v".repeat(512 * KIB + 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> swap(512 * KIB + 1, 1));
    }

    @Test
    void halfACharacterIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Delete("\uD83D"));
        assertThatIllegalArgumentException().isThrownBy(() -> Replica.put("k", "\uDE00\uD83D"));
    }

    @Test
    void largestCommandFitsIntoAnEntry() {
        assertThat(KvCommand.CODEC.encode(swap(500 * KIB, 500 * KIB)).length)
                .isLessThan(RaftLimits.defaults().entryBytes() - 16 * KIB);

        assertThatIllegalArgumentException().isThrownBy(() -> swap(500 * KIB, 500 * KIB + 1));
    }

    @Test
    void timesToLiveAreWholeMillisecondsFromOne() {
        assertThat(putFor(Duration.ofNanos(1_999_999)).timeToLive()).contains(Duration.ofMillis(1));

        assertThatIllegalArgumentException().isThrownBy(() -> putFor(Duration.ofNanos(999_999)));
        assertThatIllegalArgumentException().isThrownBy(() -> putFor(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> putFor(Duration.ofDays(36_501)));
        assertThatIllegalArgumentException().isThrownBy(() -> putFor(Duration.ofSeconds(Long.MAX_VALUE)));
    }

    @Test
    void onlyAValueHasAVersion() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Value(Optional.empty(), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Value(Optional.of("v"), 0));
    }
}

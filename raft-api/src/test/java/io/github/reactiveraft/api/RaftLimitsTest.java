package io.github.reactiveraft.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RaftLimitsTest {

    private static final int MIB = 1024 * 1024;
    private static final RaftLimits DEFAULTS = RaftLimits.defaults();

    static Stream<Arguments> ranges() {
        return Stream.of(
                range("entryBytes", 1, 16 * MIB, DEFAULTS::withEntryBytes),
                range("batchEntryCount", 1, 65_536, count -> DEFAULTS.withBatch(count, 256 * 1024)),
                range("batchBytes", 1_024, 16 * MIB, bytes -> wide().withBatch(1, bytes)),
                range("windowCount", 1, 64, count -> DEFAULTS.withWindow(count, 4 * MIB)),
                range("windowBytes", 256 * 1024, 256 * MIB, bytes -> DEFAULTS.withWindow(8, bytes)),
                range("pendingCount", 1, 1_000_000, count -> DEFAULTS.withPending(count, 32 * MIB)),
                range("pendingBytes", 16 * MIB, 1024 * MIB, bytes -> DEFAULTS.withPending(1, bytes)),
                range("tailBytes", 64 * 1024, 1024 * MIB, DEFAULTS::withTailBytes),
                range("watchBytes", 0, 1024 * MIB, DEFAULTS::withWatchBytes));
    }

    private static RaftLimits wide() {
        return DEFAULTS.withWindow(8, 256 * MIB);
    }

    private static Arguments range(String name, int least, int most, IntFunction<RaftLimits> limits) {
        return Arguments.of(name, least, most, limits);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ranges")
    void takesItsWholeRangeAndNothingElse(String name, int least, int most, IntFunction<RaftLimits> limits) {
        assertThatCode(() -> limits.apply(least)).doesNotThrowAnyException();
        assertThatCode(() -> limits.apply(most)).doesNotThrowAnyException();
        for (int outside : new int[] {least - 1, most + 1, -1, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> limits.apply(outside))
                    .withMessage("%s takes %d to %d, but is %d", name, least, most, outside);
        }
    }

    @Test
    void changingOneLimitLeavesTheOthers() {
        RaftLimits changed = DEFAULTS.withEntryBytes(1)
                .withBatch(2, 2_048)
                .withWindow(3, 3_000)
                .withPending(4, 4_000)
                .withTailBytes(100_000)
                .withWatchBytes(5);

        assertThat(changed).isEqualTo(new RaftLimits(1, 2, 2_048, 3, 3_000, 4, 4_000, 100_000, 5));
        assertThat(changed.withEntryBytes(9)).isEqualTo(new RaftLimits(9, 2, 2_048, 3, 3_000, 4, 4_000, 100_000, 5));
    }
}

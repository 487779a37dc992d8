package io.github.reactiveraft.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotPolicyTest {

    static Stream<Arguments> ranges() {
        return Stream.of(
                range("entryCount", 1, count -> new SnapshotPolicy(count, 1, 0)),
                range("byteCount", 1, count -> new SnapshotPolicy(1, count, 0)),
                range("trailingCount", 0, count -> new SnapshotPolicy(1, 1, count)));
    }

    private static Arguments range(String name, long least, LongFunction<SnapshotPolicy> policies) {
        return Arguments.of(name, least, policies);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ranges")
    void takesItsWholeRangeAndNothingElse(String name, long least, LongFunction<SnapshotPolicy> policies) {
        assertThatCode(() -> policies.apply(least)).doesNotThrowAnyException();
        assertThatCode(() -> policies.apply(Long.MAX_VALUE)).doesNotThrowAnyException();
        for (long outside : new long[] {least - 1, -1, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> policies.apply(outside))
                    .withMessage("%s takes %d or more, but is %d", name, least, outside);
        }
    }

    @Test
    void defaultsAreThoseThatAreDocumented() {
        assertThat(SnapshotPolicy.defaults()).isEqualTo(new SnapshotPolicy(100_000, 64L * 1_024 * 1_024, 10_000));
    }

    @Test
    void neverIsBeyondEveryCount() {
        assertThat(SnapshotPolicy.never()).isEqualTo(new SnapshotPolicy(Long.MAX_VALUE, Long.MAX_VALUE, 0));
    }
}

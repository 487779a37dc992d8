package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

    @Test
    void waitsDoubleUpToTheLongest() {
        long[] most = {50, 100, 200, 400, 800, 1_000, 1_000};

        for (int failures = 1; failures <= most.length; failures++) {
            assertThat(backoff.delay(failures, 9))
                    .isBetween(Duration.ofMillis(most[failures - 1] / 2), Duration.ofMillis(most[failures - 1]));
        }
        assertThat(backoff.delay(Integer.MAX_VALUE, 9)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void pairsOfNodesWaitDifferentlyButRepeatably() {
        long distinct = LongStream.range(0, 100)
                .map(seed -> backoff.delay(3, seed).toNanos())
                .distinct()
                .count();

        assertThat(distinct).isGreaterThan(95);
        assertThat(backoff.delay(3, 7)).isEqualTo(backoff.delay(3, 7));
    }

    @Test
    void waitsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(61)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

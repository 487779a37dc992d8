package io.github.reactiveraft.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.Codec;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventRingTest {

    private static final int SIZE = EventRing.OVERHEAD + 1;

    /** As many bytes as the string has letters. */
    private static EventRing<String> ring(int maxBytes) {
        return new EventRing<>(Codec.utf8(), maxBytes, 0);
    }

    private static void add(EventRing<String> ring, long index, String... values) {
        ring.add(
                index,
                Stream.of(values).map(value -> new Change<>(index, value)).toList());
    }

    private static List<String> content(EventRing<String> ring) {
        return LongStream.range(ring.firstPlace(), ring.endPlace())
                .mapToObj(ring::at)
                .map(change -> change.index() + change.value())
                .toList();
    }

    @Test
    void oldestChangesGoWhenThereAreTooManyBytes() {
        EventRing<String> ring = ring(3 * SIZE);

        add(ring, 1, "a");
        add(ring, 2);
        add(ring, 3, "b");
        add(ring, 4, "c");
        assertThat(content(ring)).containsExactly("1a", "3b", "4c");
        assertThat(ring.availableFrom()).isEqualTo(1);
        add(ring, 5, "d");

        assertThat(content(ring)).containsExactly("3b", "4c", "5d");
        assertThat(ring.availableFrom()).isEqualTo(2);
        assertThat(ring.bytes()).isEqualTo(3 * SIZE);
        assertThat(ring.lastIndex()).isEqualTo(5);
    }

    @Test
    void changesOfOneCommandGoTogether() {
        EventRing<String> ring = ring(4 * SIZE);
        add(ring, 1, "a", "b", "c");

        add(ring, 2, "d", "e");

        assertThat(content(ring)).containsExactly("2d", "2e");
        assertThat(ring.availableFrom()).isEqualTo(2);
    }

    @Test
    void newestCommandStaysHoweverLargeItIs() {
        EventRing<String> ring = ring(0);
        add(ring, 1, "a", "b");
        assertThat(content(ring)).containsExactly("1a", "1b");

        add(ring, 2, "c".repeat(1_000), "d");

        assertThat(content(ring)).hasSize(2);
        assertThat(ring.availableFrom()).isEqualTo(2);
        assertThat(ring.bytes()).isEqualTo(2 * EventRing.OVERHEAD + 1_001);
    }

    @Test
    void entriesWithoutChangesDropNothing() {
        EventRing<String> ring = ring(0);
        add(ring, 1, "a");

        add(ring, 2);

        assertThat(content(ring)).containsExactly("1a");
        assertThat(ring.availableFrom()).isEqualTo(1);
        assertThat(ring.lastIndex()).isEqualTo(2);
    }

    @Test
    void placesAreFoundByIndex() {
        EventRing<String> ring = ring(1_000_000);
        add(ring, 2, "a", "b");
        add(ring, 5, "c");
        long first = ring.firstPlace();

        assertThat(List.of(ring.placeOf(1), ring.placeOf(2), ring.placeOf(3), ring.placeOf(5), ring.placeOf(6)))
                .containsExactly(first, first, first + 2, first + 2, first + 3);
    }

    @Test
    void jumpLeavesNothingAndMovesEverybodysPlace() {
        EventRing<String> ring = ring(1_000_000);
        add(ring, 1, "a");
        long end = ring.endPlace();

        ring.jump(7);
        assertThat(ring.firstPlace()).isEqualTo(ring.endPlace()).isGreaterThan(end);
        assertThat(ring.availableFrom()).isEqualTo(8);
        assertThat(ring.bytes()).isZero();
        add(ring, 8, "b");

        assertThat(content(ring)).containsExactly("8b");
        assertThat(ring.placeOf(8)).isEqualTo(ring.firstPlace());
    }

    @Test
    void replicaThatStartsWithASnapshotHasNothingFromBefore() {
        EventRing<String> ring = new EventRing<>(Codec.utf8(), 100, 5);

        assertThat(ring.availableFrom()).isEqualTo(6);
        assertThat(ring.lastIndex()).isEqualTo(5);
    }

    @Test
    void everyChangeIsEncodedOnceAndWhatCannotBeCountsSomething() {
        AtomicInteger count = new AtomicInteger();
        Codec<Long> codec = Codec.of(
                value -> {
                    count.incrementAndGet();
                    throw new StackOverflowError("a bug of the application");
                },
                Codec.int64()::decode);
        EventRing<Long> ring = new EventRing<>(codec, 10_000, 0);

        for (long index = 1; index <= 100; index++) {
            ring.add(index, List.of(new Change<>(index, index)));
        }

        assertThat(count).hasValue(100);
        assertThat(ring.bytes()).isBetween(8_000L, 10_000L);
        assertThat(ring.availableFrom()).isEqualTo(92);
    }

    @Test
    void isRightAfterManyRoundsToo() {
        EventRing<String> ring = ring(100 * SIZE);

        for (long index = 1; index <= 10_000; index++) {
            add(ring, index, "x");
            long oldest = Math.max(1, index - 99);
            assertThat(ring.at(ring.firstPlace()).index()).isEqualTo(oldest);
            assertThat(ring.at(ring.placeOf(index)).index()).isEqualTo(index);
            assertThat(ring.availableFrom()).isEqualTo(oldest);
        }
        assertThat(ring.endPlace()).isEqualTo(10_000);
    }
}

package io.github.reactiveraft.examples.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.examples.counter.CounterResult.OutOfRange;
import io.github.reactiveraft.examples.counter.CounterResult.Value;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class CounterStateMachineTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FakeNode node = new FakeNode();

    @AfterEach
    void close() {
        node.close().block(PATIENCE);
    }

    private CounterResult add(long delta) {
        return node.submit(delta).blockOptional(PATIENCE).orElseThrow();
    }

    private CounterResult value() {
        return node.read(CounterQuery.VALUE).blockOptional(PATIENCE).orElseThrow();
    }

    @Test
    void countsFromZero() {
        assertThat(value()).isEqualTo(new Value(0, 0));
    }

    @Test
    void addAnswersTheSumAndItsPosition() {
        assertThat(add(7)).isEqualTo(new Value(7, 1));
        assertThat(add(-9)).isEqualTo(new Value(-2, 2));
        assertThat(add(0)).isEqualTo(new Value(-2, 3));

        assertThat(value()).isEqualTo(new Value(-2, 3));
    }

    @Test
    void digestTellsTheValueAndItsPositionApart() {
        CounterStateMachine one = new CounterStateMachine();
        CounterStateMachine other = new CounterStateMachine();
        one.restore(state(7, 3)).block(PATIENCE);

        other.restore(state(7, 3)).block(PATIENCE);
        assertThat(other.digest()).isEqualTo(one.digest());
        other.restore(state(7, 4)).block(PATIENCE);
        assertThat(other.digest()).isNotEqualTo(one.digest());
        other.restore(state(8, 3)).block(PATIENCE);
        assertThat(other.digest()).isNotEqualTo(one.digest());
    }

    private static Flux<ByteBuffer> state(long value, long index) {
        return Flux.just(ByteBuffer.wrap(CounterResult.CODEC.encode(new Value(value, index))));
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 1",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -1",
        "-9223372036854775808, -9223372036854775808",
        "-2, -9223372036854775807"
    })
    void addBeyondTheRangeChangesNothing(long start, long delta) {
        add(start);

        assertThat(add(delta)).isEqualTo(new OutOfRange(start));

        assertThat(value()).isEqualTo(new Value(start, 1));
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775806, 1", "-1, -9223372036854775807", "9223372036854775807, -9223372036854775808"})
    void addUpToTheLimitsOfTheRangeCounts(long start, long delta) {
        add(start);

        assertThat(add(delta)).isEqualTo(new Value(start + delta, 2));
    }

    @Test
    void everyAddThatCountsIsAChange() {
        add(5);
        StepVerifier.create(node.watch().map(change -> change.index() + ": " + change.value()))
                .then(() -> add(Long.MAX_VALUE))
                .then(() -> add(0))
                .expectNext("3: " + new Value(5, 3))
                .then(() -> add(1))
                .expectNext("4: " + new Value(6, 4))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void resultsAndQueriesSurviveTheWire() {
        assertThat(wired(CounterResult.CODEC, new Value(Long.MIN_VALUE, Long.MAX_VALUE)))
                .isEqualTo(new Value(Long.MIN_VALUE, Long.MAX_VALUE));
        assertThat(wired(CounterResult.CODEC, new OutOfRange(-1))).isEqualTo(new OutOfRange(-1));
        assertThat(wired(CounterQuery.CODEC, CounterQuery.VALUE)).isEqualTo(CounterQuery.VALUE);
    }

    @Test
    void snapshotOfAnEarlierReleaseIsRestored() {
        CounterStateMachine counter = new CounterStateMachine();
        byte[] snapshot = {0, 0, 0, 0, 0, 0, 0, 0, 42, 0, 0, 0, 0, 0, 0, 0, 7};

        StepVerifier.create(counter.restore(Flux.just(ByteBuffer.wrap(snapshot))))
                .verifyComplete();

        assertThat(counter.query(CounterQuery.VALUE)).isEqualTo(new Value(42, 7));
    }

    @Test
    void foreignBytesAreNoSnapshot() {
        CounterStateMachine counter = new CounterStateMachine();

        for (byte[] foreign : new byte[][] {{}, {9}, {0, 1}, {1, 0, 0, 0, 0, 0, 0, 0, 42}}) {
            StepVerifier.create(counter.restore(Flux.just(ByteBuffer.wrap(foreign))))
                    .verifyError();
        }
        assertThat(counter.query(CounterQuery.VALUE)).isEqualTo(new Value(0, 0));
    }

    @Test
    void foreignBytesAreNoResult() {
        assertThatThrownBy(() -> CounterResult.CODEC.decode(ByteBuffer.wrap(new byte[] {9})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No kind of counter result: 9");
    }

    private static <T> T wired(Codec<T> codec, T value) {
        return codec.decode(ByteBuffer.wrap(codec.encode(value)).asReadOnlyBuffer());
    }
}

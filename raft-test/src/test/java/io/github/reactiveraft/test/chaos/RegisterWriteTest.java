package io.github.reactiveraft.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RegisterWriteTest {

    @Test
    void writesAreDecodedAsTheyWere() {
        for (int sequence = 1; sequence <= 50; sequence++) {
            RegisterWrite write = RegisterWrite.of(3, sequence, sequence % 10, sequence - 5L);
            ByteBuffer bytes = ByteBuffer.wrap(RegisterWrite.CODEC.encode(write));

            assertThat(RegisterWrite.CODEC.decode(bytes)).isEqualTo(write);
            assertThat(bytes.hasRemaining()).isFalse();
        }
    }

    @Test
    void someAreLargerThanASectorAndNoneIsTooLargeForTheTightestPlan() {
        assertThat(IntStream.rangeClosed(1, 2_000)
                        .map(sequence ->
                                RegisterWrite.CODEC.encode(RegisterWrite.of(1, sequence, 0, RegisterWrite.ANY)).length))
                .anyMatch(length -> length > 512)
                .anyMatch(length -> length < 100)
                .allMatch(length -> length < 1_500);
    }

    @Test
    void noTwoWritesHaveOneValue() {
        assertThat(LongStream.rangeClosed(1, 30).boxed().flatMap(client -> IntStream.rangeClosed(1, 100)
                        .mapToObj(sequence -> RegisterWrite.of(client.intValue(), sequence, 0, RegisterWrite.ANY)
                                .value())))
                .doesNotHaveDuplicates()
                .doesNotContain(RegisterWrite.INITIAL, RegisterWrite.ANY);
    }

    @Test
    void machineComparesBeforeItSets() {
        RegisterMachine machine = new RegisterMachine();
        RegisterWrite first = RegisterWrite.of(1, 1, 5, RegisterWrite.INITIAL);
        RegisterWrite stale = RegisterWrite.of(2, 1, 5, RegisterWrite.INITIAL);
        RegisterWrite blind = RegisterWrite.of(3, 1, 5, RegisterWrite.ANY);

        assertThat(machine.apply(first)).isEqualTo(new RegisterAnswer(true, first.value()));
        assertThat(machine.apply(stale)).isEqualTo(new RegisterAnswer(false, stale.value()));
        assertThat(machine.query(5).value()).isEqualTo(first.value());
        assertThat(machine.apply(blind).isDone()).isTrue();
        assertThat(machine.query(5).value()).isEqualTo(blind.value());
        assertThat(machine.query(6).value()).isEqualTo(RegisterWrite.INITIAL);
    }
}

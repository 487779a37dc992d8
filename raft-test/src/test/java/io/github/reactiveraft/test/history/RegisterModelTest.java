package io.github.reactiveraft.test.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RegisterModelTest {

    private final RegisterModel<Integer> model = new RegisterModel<>(0);

    @Test
    void readAnswersWithTheValueOnly() {
        RegisterInput<Integer> read = new RegisterInput.Read<>();

        assertThat(model.step(7, read, new RegisterOutput.Value<>(7))).contains(7);
        assertThat(model.step(7, read, new RegisterOutput.Value<>(8))).isEmpty();
        assertThat(model.step(7, read, null)).contains(7);
    }

    @Test
    void writeLeavesItsValue() {
        RegisterInput<Integer> write = new RegisterInput.Write<>(8);

        assertThat(model.step(7, write, new RegisterOutput.Written<>())).contains(8);
        assertThat(model.step(7, write, null)).contains(8);
    }

    @Test
    void compareAndSetSwapsTheExpectedValueOnly() {
        RegisterInput<Integer> swap = new RegisterInput.CompareAndSet<>(7, 8);

        assertThat(model.step(7, swap, new RegisterOutput.Swapped<>(true))).contains(8);
        assertThat(model.step(7, swap, new RegisterOutput.Swapped<>(false))).isEmpty();
        assertThat(model.step(7, swap, null)).contains(8);
        assertThat(model.step(6, swap, new RegisterOutput.Swapped<>(true))).isEmpty();
        assertThat(model.step(6, swap, new RegisterOutput.Swapped<>(false))).contains(6);
        assertThat(model.step(6, swap, null)).contains(6);
    }

    @Test
    void answerToAnotherQuestionIsAMistakeOfTheRecording() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.step(7, new RegisterInput.Write<>(8), new RegisterOutput.Value<>(8)))
                .withMessageContaining("written");
    }
}

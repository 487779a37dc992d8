package io.github.reactiveraft.test.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CounterModelTest {

    private final CounterModel model = new CounterModel();

    @Test
    void additionAnswersWithTheSum() {
        assertThat(model.step(5L, new CounterInput.Add(-2), 3L)).contains(3L);
        assertThat(model.step(5L, new CounterInput.Add(-2), 5L)).isEmpty();
        assertThat(model.step(5L, new CounterInput.Add(-2), null)).contains(3L);
    }

    @Test
    void readLeavesTheCounterAsItIs() {
        assertThat(model.step(5L, new CounterInput.Read(), 5L)).contains(5L);
        assertThat(model.step(5L, new CounterInput.Read(), 4L)).isEmpty();
        assertThat(model.step(5L, new CounterInput.Read(), null)).contains(5L);
    }
}

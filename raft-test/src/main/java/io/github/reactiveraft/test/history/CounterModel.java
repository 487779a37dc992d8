package io.github.reactiveraft.test.history;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A counter that starts at zero and answers with its value afterwards. As every addition tells what it found, a lost or a
 * doubled one is seen at once.
 */
public final class CounterModel implements Model<Long, CounterInput, Long> {

    /** Counters have no settings. */
    public CounterModel() {}

    @Override
    public Long initial() {
        return 0L;
    }

    @Override
    public Optional<Long> step(Long state, CounterInput input, @Nullable Long output) {
        Long after = input instanceof CounterInput.Add add ? Long.valueOf(state + add.amount()) : state;
        return output == null || output.equals(after) ? Optional.of(after) : Optional.empty();
    }
}

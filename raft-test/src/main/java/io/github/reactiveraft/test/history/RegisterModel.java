package io.github.reactiveraft.test.history;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A register that is read, written, and compared and set; with one key each it is a key-value store. Where a key may be
 * absent, the values are Optionals and the initial one is empty.
 *
 * @param <V> values: immutable, with {@code equals} and {@code hashCode} by value
 */
public final class RegisterModel<V> implements Model<V, RegisterInput<V>, RegisterOutput<V>> {

    private final V initial;

    /** Every register holds this value at first. */
    public RegisterModel(V initial) {
        this.initial = Objects.requireNonNull(initial, "initial");
    }

    @Override
    public V initial() {
        return initial;
    }

    @Override
    public Optional<V> step(V state, RegisterInput<V> input, @Nullable RegisterOutput<V> output) {
        if (input instanceof RegisterInput.Write<V> write) {
            return after(write.value(), new RegisterOutput.Written<>(), output);
        }
        if (input instanceof RegisterInput.CompareAndSet<V> swap) {
            boolean isSwapped = state.equals(swap.expected());
            return after(isSwapped ? swap.value() : state, new RegisterOutput.Swapped<>(isSwapped), output);
        }
        return after(state, new RegisterOutput.Value<>(state), output);
    }

    private Optional<V> after(V state, RegisterOutput<V> answer, @Nullable RegisterOutput<V> output) {
        if (output != null && output.getClass() != answer.getClass()) {
            throw new IllegalArgumentException("A register never answers " + output + " where " + answer + " is due");
        }
        return output == null || output.equals(answer) ? Optional.of(state) : Optional.empty();
    }
}

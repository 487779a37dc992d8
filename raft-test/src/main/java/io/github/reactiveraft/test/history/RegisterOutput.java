package io.github.reactiveraft.test.history;

import java.util.Objects;

/**
 * What a register answers.
 *
 * @param <V> values
 */
public sealed interface RegisterOutput<V> {

    /**
     * Answers a read.
     *
     * @param value what the register held
     */
    record Value<V>(V value) implements RegisterOutput<V> {

        /** Needs a value. */
        public Value {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** Answers a write. */
    record Written<V>() implements RegisterOutput<V> {

        @Override
        public String toString() {
            return "written";
        }
    }

    /**
     * Answers a compare-and-set.
     *
     * @param isSwapped whether the register held the expected value, and so has the new one now
     */
    record Swapped<V>(boolean isSwapped) implements RegisterOutput<V> {

        @Override
        public String toString() {
            return isSwapped ? "swapped" : "not swapped";
        }
    }
}

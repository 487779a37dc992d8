package io.github.reactiveraft.test.history;

import java.util.Objects;

/**
 * What one can ask of a register.
 *
 * @param <V> values, with {@code equals} by value
 */
public sealed interface RegisterInput<V> {

    /** Answers with the {@link RegisterOutput.Value}. */
    record Read<V>() implements RegisterInput<V> {

        @Override
        public String toString() {
            return "read";
        }
    }

    /**
     * Replaces the value; answered by {@link RegisterOutput.Written}.
     *
     * @param value the new value; one that no other operation writes tells the reads of the two apart
     */
    record Write<V>(V value) implements RegisterInput<V> {

        /** Needs a value; that there is none is a value of its own, such as an empty Optional. */
        public Write {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return "write(" + value + ")";
        }
    }

    /**
     * Replaces the value if it is the expected one; answered by {@link RegisterOutput.Swapped} either way.
     *
     * @param expected the value it must find
     * @param value the new value
     */
    record CompareAndSet<V>(V expected, V value) implements RegisterInput<V> {

        /** Needs both values. */
        public CompareAndSet {
            Objects.requireNonNull(expected, "expected");
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return "compareAndSet(" + expected + ", " + value + ")";
        }
    }
}

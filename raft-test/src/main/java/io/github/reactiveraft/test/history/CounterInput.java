package io.github.reactiveraft.test.history;

/** What one can ask of a counter. Both are answered with its value afterwards. */
public sealed interface CounterInput {

    /**
     * Adds to the counter.
     *
     * @param amount how much; less than zero takes away
     */
    record Add(long amount) implements CounterInput {

        @Override
        public String toString() {
            return "add(" + amount + ")";
        }
    }

    /** Leaves the counter as it is. */
    record Read() implements CounterInput {

        @Override
        public String toString() {
            return "read";
        }
    }
}

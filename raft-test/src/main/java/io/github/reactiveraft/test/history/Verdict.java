package io.github.reactiveraft.test.history;

/** What the checker found. Only {@link Linearizable} is a pass; {@code toString} says why it is not one. */
public sealed interface Verdict {

    /** How much was looked at. */
    Figures figures();

    /** Whether every key has an explanation; false if that is not known. */
    default boolean isLinearizable() {
        return this instanceof Linearizable;
    }

    /**
     * Every key has an order that agrees with the model and with time.
     *
     * @param figures how much was looked at
     */
    record Linearizable(Figures figures) implements Verdict {}

    /**
     * At least one key has no such order.
     *
     * @param figures how much was looked at until it was found
     * @param counterexample the first key found, and where every order of its operations ends
     */
    record Violated(Figures figures, Counterexample counterexample) implements Verdict {

        @Override
        public String toString() {
            return counterexample.toString();
        }
    }

    /**
     * No key was found violated, but the search of at least one was given up. That is no pass: the history has too many
     * operations open at once, or too many in doubt.
     *
     * @param figures how much was looked at
     * @param reason which key was given up, and after how much work
     */
    record Unknown(Figures figures, String reason) implements Verdict {

        @Override
        public String toString() {
            return "Not known whether it is linearizable: " + reason;
        }
    }

    /**
     * How much work a verdict rests on.
     *
     * @param operationCount the operations judged: those of the keys whose search came to an end
     * @param longestPartition the most operations any key of the history has
     * @param configurationCount the configurations visited, given up searches included
     */
    record Figures(long operationCount, int longestPartition, long configurationCount) {}
}

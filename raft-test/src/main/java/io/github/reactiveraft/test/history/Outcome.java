package io.github.reactiveraft.test.history;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of an operation, as far as anybody knows. An operation that certainly had no effect, now or later, has no
 * outcome: it is left out of the history.
 *
 * @param <O> what the operation answers
 */
public sealed interface Outcome<O> {

    /** The return time of an operation that never returned: it may take effect at any time after its call. */
    long NEVER = Long.MAX_VALUE;

    /** The answer, or null if none arrived. */
    @Nullable
    O output();

    /** When the answer arrived, on the clock of the calls, or {@link #NEVER}. */
    long returnedAt();

    /** Whether the operation took effect beyond doubt, so that every explanation of the history has a place for it. */
    boolean isCertain();

    /**
     * The answer arrived: the operation took effect between its call and this return, both included.
     *
     * @param output the answer
     * @param returnedAt when it arrived
     */
    record Completed<O>(O output, long returnedAt) implements Outcome<O> {

        /** Needs an answer; an absent one is a value of its own, such as an empty Optional. */
        public Completed {
            Objects.requireNonNull(output, "output");
            if (returnedAt == NEVER) {
                throw new IllegalArgumentException("An answer arrived, so it did at some time");
            }
        }

        @Override
        public boolean isCertain() {
            return true;
        }
    }

    /** No answer, but something else, such as the final log, proves that the operation took effect after its call. */
    record Happened<O>() implements Outcome<O> {

        @Override
        public @Nullable O output() {
            return null;
        }

        @Override
        public long returnedAt() {
            return NEVER;
        }

        @Override
        public boolean isCertain() {
            return true;
        }
    }

    /** No answer: the operation took effect at some time after its call, or will, or never does. */
    record Unknown<O>() implements Outcome<O> {

        @Override
        public @Nullable O output() {
            return null;
        }

        @Override
        public long returnedAt() {
            return NEVER;
        }

        @Override
        public boolean isCertain() {
            return false;
        }
    }
}

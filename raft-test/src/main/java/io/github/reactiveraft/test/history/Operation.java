package io.github.reactiveraft.test.history;

import java.util.Objects;

/**
 * One thing a client asked for, and what it learned. Times are nanoseconds of one clock for the whole history; equal
 * times count as overlapping, so a coarse clock raises no false alarm.
 *
 * @param client who asked; only people read it, and a client may have several operations open
 * @param key which object it is about; operations of different keys do not touch each other
 * @param input what was asked
 * @param calledAt when it was asked
 * @param outcome what became of it
 * @param <I> inputs, with a {@code toString} that reads well in a report
 * @param <O> outputs, likewise
 */
public record Operation<I, O>(String client, String key, I input, long calledAt, Outcome<O> outcome) {

    /** Refuses an operation that returned before it was called. */
    public Operation {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(input, "input");
        if (outcome.returnedAt() < calledAt) {
            throw new IllegalArgumentException(input + " of " + client + " returned at " + outcome.returnedAt()
                    + ", before its call at " + calledAt);
        }
    }

    /** One line for a person, such as {@code c1: read -> 5 [10, 20]}. */
    @Override
    public String toString() {
        O output = outcome.output();
        if (output != null) {
            return client + ": " + input + " -> " + output + " [" + calledAt + ", " + outcome.returnedAt() + "]";
        }
        String doubt = outcome.isCertain() ? "known to have happened" : "may have happened";
        return client + ": " + input + " [" + calledAt + ", no answer, " + doubt + "]";
    }
}

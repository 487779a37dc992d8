package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.RaftException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A waiter that writes down what it is told. */
final class Witness implements Waiter<Long> {

    private final List<Object> answers = new ArrayList<>();
    private boolean isWithdrawn;
    private boolean isTaken;

    /** Says no when asked. */
    Witness withdrawn() {
        isWithdrawn = true;
        return this;
    }

    boolean isTaken() {
        return isTaken;
    }

    /** Results, and the types of failures. */
    List<Object> answers() {
        return answers;
    }

    @Override
    public boolean taken() {
        isTaken = !isWithdrawn;
        return isTaken;
    }

    @Override
    public void applied(@Nullable Long result) {
        answers.add(result == null ? "nothing" : result);
    }

    @Override
    public void failed(RaftException cause) {
        answers.add(cause.getClass());
    }
}

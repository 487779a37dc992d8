package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.core.replicated.Applied;
import java.util.ArrayList;
import java.util.List;

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
    public void applied(long index, Applied<Long> applied) {
        Long result = applied.result();
        answers.add(result == null ? applied.kind() : result);
    }

    @Override
    public void failed(RaftException cause) {
        answers.add(cause.getClass());
    }
}

package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.core.replicated.Applied;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Waits for the result of a command.
 *
 * @param <R> what the state machine puts out
 */
final class CommandWaiter<R> implements Waiter<R> {

    private final BooleanSupplier claim;
    private final Sinks.One<R> outcome = Sinks.one();

    /** @param claim asked once, when the command is about to be proposed: false withdraws it */
    CommandWaiter(BooleanSupplier claim) {
        this.claim = claim;
    }

    /** What became of it; empty if it was withdrawn. */
    Mono<R> outcome() {
        return outcome.asMono();
    }

    @Override
    public boolean taken() {
        boolean isTaken = claim.getAsBoolean();
        if (!isTaken) {
            outcome.tryEmitEmpty();
        }
        return isTaken;
    }

    @Override
    public void applied(long index, Applied<R> applied) {
        switch (applied.kind()) {
            case EXECUTED, REPEATED -> done(applied);
            case EXPIRED ->
                failed(new RaftException.SessionExpired(
                        "The command's session has ended: it was not executed now, open another session"));
            case FORGOTTEN, NOTHING, OPENED ->
                failed(new RaftException.OutcomeUnknown(
                        "The command's client has said before that it needs no outcome of it any more", null));
        }
    }

    private void done(Applied<R> applied) {
        R result = applied.result();
        if (result != null) {
            outcome.tryEmitValue(result);
        } else {
            failed(new RaftException.ResultLost(
                    applied.kind() == Applied.Kind.EXECUTED
                            ? "Done, but the state machine answered with null: let it answer with a value"
                            : "Done, but the result had no encoding and is not known any more",
                    null));
        }
    }

    @Override
    public void failed(RaftException cause) {
        outcome.tryEmitError(cause);
    }
}

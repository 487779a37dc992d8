package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.core.replicated.Applied;
import java.util.function.BooleanSupplier;
import reactor.core.Disposable;
import reactor.core.publisher.MonoSink;

/**
 * Waits for the result of a command; it is withdrawn if nobody waits any more when its turn comes.
 *
 * @param <R> what the state machine puts out
 */
final class CommandWaiter<R> implements Waiter<R>, Disposable {

    private final BooleanSupplier claim;
    private final MonoSink<R> sink;
    private volatile boolean isLeft;

    /**
     * Waits from now on.
     *
     * @param claim asked once, when the command is about to be proposed: false withdraws it
     * @param sink hears what became of it, nothing if it was withdrawn
     */
    CommandWaiter(BooleanSupplier claim, MonoSink<R> sink) {
        this.claim = claim;
        this.sink = sink;
        sink.onCancel(this);
    }

    /** Nobody waits any more. */
    @Override
    public void dispose() {
        isLeft = true;
    }

    @Override
    public boolean taken() {
        boolean isTaken = !isLeft && claim.getAsBoolean();
        if (!isTaken) {
            sink.success();
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
            sink.success(result);
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
        if (!isLeft) {
            sink.error(cause);
        }
    }
}

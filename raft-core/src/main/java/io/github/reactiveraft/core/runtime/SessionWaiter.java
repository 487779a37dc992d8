package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.core.replicated.Applied;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Waits for the number of a session.
 *
 * @param <R> what the state machine puts out
 */
final class SessionWaiter<R> implements Waiter<R> {

    private final Sinks.One<Long> outcome = Sinks.one();

    /** The session's number. */
    Mono<Long> outcome() {
        return outcome.asMono();
    }

    /** A session that nobody waits for any more ends by itself. */
    @Override
    public boolean taken() {
        return true;
    }

    @Override
    public void applied(long index, Applied<R> applied) {
        outcome.tryEmitValue(index);
    }

    @Override
    public void failed(RaftException cause) {
        outcome.tryEmitError(cause);
    }
}

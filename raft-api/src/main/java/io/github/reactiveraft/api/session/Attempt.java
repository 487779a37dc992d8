package io.github.reactiveraft.api.session;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.model.Ticket;
import reactor.core.publisher.Mono;

/**
 * Sends one command to whoever leads, as far as is known.
 *
 * @param <R> results
 */
@FunctionalInterface
public interface Attempt<R> {

    /**
     * Sends the command once.
     *
     * @param ticket the same each time, unless the session ends in which the command was certainly not executed
     * @return the result; or a {@link RaftException}, {@link RaftException.SessionExpired} among them. Anything but {@link
     *     RaftException.OutcomeUnknown} says of this attempt that it was definitely not done, or is done and has no result: who
     *     asks several times in one attempt must not take the refusal of one question for that. Any other exception is taken
     *     for an unknown outcome
     */
    Mono<R> send(Ticket ticket);
}

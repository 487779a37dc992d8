package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.core.replicated.Applied;

/**
 * Who waits for an entry. Exactly one of {@link #applied} and {@link #failed} is called, once, on the loop, unless
 * {@link #taken} said no.
 *
 * @param <R> what the state machine puts out
 */
interface Waiter<R> {

    /** The entry is about to be proposed; false withdraws it, and nobody waits any more. */
    boolean taken();

    /** The entry was applied here, and this came of it. */
    void applied(long index, Applied<R> applied);

    /** The entry's fate will not be seen here, or it has none. */
    void failed(RaftException cause);
}

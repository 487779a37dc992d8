package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A read that waits. Exactly one of {@link #answer} and {@link #failed} is called, once. */
interface PendingRead {

    /** Whether it is of another member, which needs the index and has a state of its own; never passed on again. */
    boolean isForwarded();

    /**
     * The time has come; on the loop.
     *
     * @param index of the state as it is; for another member, the one that its state has to get to
     */
    void answer(long index);

    /**
     * Has the leader answer it from its own state, because this node's does not get there.
     *
     * @return completes when it was answered or failed; null if only this node's state will do
     */
    @Nullable
    Mono<Void> elsewhere(NodeId leader);

    /** Nobody will tell. */
    void failed(RaftException cause);
}

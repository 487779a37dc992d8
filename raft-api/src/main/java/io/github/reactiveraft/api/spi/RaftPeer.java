package io.github.reactiveraft.api.spi;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import reactor.core.publisher.Mono;

/**
 * Another member, as far as messages can be sent to it. Requests may get lost, arrive twice or out of order; Raft does
 * not mind, with one exception: a {@link io.github.reactiveraft.api.model.RaftRequest.Forward} must not arrive twice, for
 * a command in it that has no ticket would be executed twice, and one that was refused might still be executed. Callers bound what they have in flight; implementations need not queue.
 */
public interface RaftPeer {

    /** The peer's name. */
    NodeId id();

    /** Where it is reached, for people to read. */
    String address();

    /**
     * Sends a request and answers with the reply.
     *
     * <p>Lazy and resubscribable: each subscription sends anew. Never blocks the subscriber; signals on any thread.
     * Fails with {@link PeerException} if no answer can come (not connected, connection lost, answer unreadable);
     * waits without end for a silent peer: the caller sets the time limit. Cancelling gives up the answer, not
     * necessarily the request. A {@link io.github.reactiveraft.api.model.RaftResponse.Refused} is an answer.
     */
    Mono<PeerReply> call(RaftRequest request);
}

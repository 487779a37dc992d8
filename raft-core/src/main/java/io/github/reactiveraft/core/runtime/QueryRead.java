package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.api.StateMachine;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * A read of this node's own state.
 *
 * @param machine the state
 * @param query what is asked
 * @param token is told the index of the state that is asked, that one and no later one, or null
 * @param remote asks the leader instead, or null if only this state will do
 * @param sink who waits
 */
record QueryRead<Q, R>(
        StateMachine<?, Q, R> machine,
        Q query,
        @Nullable ReadToken token,
        @Nullable BiFunction<NodeId, Q, Mono<R>> remote,
        MonoSink<R> sink)
        implements PendingRead {

    @Override
    public boolean isForwarded() {
        return false;
    }

    @Override
    public void answer(long index) {
        R answer;
        try {
            answer = Objects.requireNonNull(machine.query(query), "it answered null");
        } catch (RuntimeException | Error thrown) {
            sink.error(new RaftException.Rejected("The query failed: " + thrown.getMessage(), thrown));
            return;
        }
        if (token != null) {
            token.advance(index);
        }
        sink.success(answer);
    }

    @Override
    public @Nullable Mono<Void> elsewhere(NodeId leader) {
        return remote == null
                ? null
                : remote.apply(leader, query)
                        .doOnNext(sink::success)
                        .doOnError(sink::error)
                        .onErrorComplete()
                        .then();
    }

    @Override
    public void failed(RaftException cause) {
        sink.error(cause);
    }
}

package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Another member's wish for an index to read at.
 *
 * @param sink who waits
 */
record IndexRead(MonoSink<Long> sink) implements PendingRead {

    @Override
    public boolean isForwarded() {
        return true;
    }

    @Override
    public void answer(long index) {
        sink.success(index);
    }

    @Override
    public @Nullable Mono<Void> elsewhere(NodeId leader) {
        return null;
    }

    @Override
    public void failed(RaftException cause) {
        sink.error(cause);
    }
}

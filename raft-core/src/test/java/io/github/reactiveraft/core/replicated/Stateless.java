package io.github.reactiveraft.core.replicated;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers with what it is given, and has nothing to remember. */
final class Stateless implements StateMachine<Long, Long, Long> {

    @Override
    public Codec<Long> commandCodec() {
        return Codec.int64();
    }

    @Override
    public Codec<Long> queryCodec() {
        return Codec.int64();
    }

    @Override
    public Codec<Long> resultCodec() {
        return Codec.int64();
    }

    @Override
    public Long apply(Long command, ApplyContext<Long> context) {
        return command;
    }

    @Override
    public Long query(Long query) {
        return query;
    }

    @Override
    public Publisher<ByteBuffer> snapshot() {
        return Flux.empty();
    }

    @Override
    public Mono<Void> restore(Flux<ByteBuffer> chunks) {
        return Mono.empty();
    }
}

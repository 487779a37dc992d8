package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Adds up; refuses to go below zero by falling over. */
class SimSum implements StateMachine<Long, Long, Long> {

    private long sum;

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
        if (sum + command < 0) {
            throw new IllegalStateException("below zero");
        }
        sum += command;
        return sum;
    }

    @Override
    public Long query(Long query) {
        return sum;
    }

    @Override
    public long digest() {
        return sum;
    }

    @Override
    public Publisher<ByteBuffer> snapshot() {
        return Chunks.of(Codec.int64().encode(sum));
    }

    @Override
    public Mono<Void> restore(Flux<ByteBuffer> chunks) {
        return Chunks.join(chunks)
                .doOnNext(whole -> sum = Codec.int64().decode(whole))
                .then();
    }
}

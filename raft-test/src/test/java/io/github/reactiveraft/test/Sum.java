package io.github.reactiveraft.test;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Adds up and tells the sum; falls over rather than go below zero. */
final class Sum implements StateMachine<Long, String, Long> {

    private long sum;

    @Override
    public Codec<Long> commandCodec() {
        return Codec.int64();
    }

    @Override
    public Codec<String> queryCodec() {
        return Codec.utf8();
    }

    @Override
    public Codec<Long> resultCodec() {
        return Codec.int64();
    }

    @Override
    public Long apply(Long delta, ApplyContext<Long> context) {
        if (sum + delta < 0) {
            throw new IllegalStateException("below zero");
        }
        sum += delta;
        context.emit(sum);
        return sum;
    }

    @Override
    public Long query(String question) {
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

package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Adds up commands, tells its watchers each sum, and answers a query with the sum plus what was asked. */
class Adder implements StateMachine<Long, Long, Long> {

    /** A command or query that makes the state machine throw. */
    static final long POISON = -1;

    private final List<String> history = new ArrayList<>();
    private long sum;

    /** Every command with its place, in the order of application. */
    List<String> history() {
        return history;
    }

    long sum() {
        return sum;
    }

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
        if (command == POISON) {
            throw new IllegalStateException("poison");
        }
        sum += command;
        history.add(context.index() + ":" + command);
        context.emit(sum);
        return sum;
    }

    @Override
    public Long query(Long query) {
        if (query == POISON) {
            throw new IllegalStateException("poison");
        }
        return sum + query;
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

package io.github.reactiveraft.examples.counter;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.examples.counter.CounterResult.OutOfRange;
import io.github.reactiveraft.examples.counter.CounterResult.Value;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A replicated {@code long}, from 0. A command is what to add: any number, negative ones too, and 0, which changes
 * nothing but takes its place in the log like every add. An add that would leave the range of a {@code long} is
 * answered with {@link OutOfRange} and changes nothing: the replicas agree on that as on any other result.
 */
public final class CounterStateMachine implements StateMachine<Long, CounterQuery, CounterResult> {

    private Value current = new Value(0, 0);

    @Override
    public Codec<Long> commandCodec() {
        return Codec.int64();
    }

    @Override
    public Codec<CounterQuery> queryCodec() {
        return CounterQuery.CODEC;
    }

    @Override
    public Codec<CounterResult> resultCodec() {
        return CounterResult.CODEC;
    }

    @Override
    public CounterResult apply(Long delta, ApplyContext<CounterResult> context) {
        long sum = current.value() + delta;
        boolean isOverflow = ((current.value() ^ sum) & (delta ^ sum)) < 0;
        if (isOverflow) {
            return new OutOfRange(current.value());
        }
        current = new Value(sum, context.index());
        context.emit(current);
        return current;
    }

    @Override
    public CounterResult query(CounterQuery query) {
        return current;
    }

    /** Of both numbers: states that differ in one of them never have the same. */
    @Override
    public long digest() {
        return current.value() * 31 + current.index();
    }

    /** Encoded as a result: its first byte leaves room for another encoding. */
    @Override
    public Publisher<ByteBuffer> snapshot() {
        return Chunks.of(CounterResult.CODEC.encode(current));
    }

    @Override
    public Mono<Void> restore(Flux<ByteBuffer> chunks) {
        return Chunks.join(chunks)
                .map(CounterResult.CODEC::decode)
                .cast(Value.class)
                .doOnNext(captured -> current = captured)
                .then();
    }
}

package io.github.reactiveraft.examples.readme;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

// snippet: state-machine
/** Adds up what it is given; answers and tells its watchers the total. */
public final class Tally implements StateMachine<Long, String, Long> {

    private long total;

    @Override
    public Long apply(Long delta, ApplyContext<Long> context) {
        total += delta;
        context.emit(total);
        return total;
    }

    @Override
    public Long query(String question) {
        return total;
    }

    @Override
    public Publisher<ByteBuffer> snapshot() {
        return Chunks.of(Codec.int64().encode(total));
    }

    @Override
    public Mono<Void> restore(Flux<ByteBuffer> chunks) {
        return Chunks.join(chunks)
                .doOnNext(whole -> total = Codec.int64().decode(whole))
                .then();
    }

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
}
// end

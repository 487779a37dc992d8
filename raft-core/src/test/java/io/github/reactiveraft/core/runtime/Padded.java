package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.Chunks;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An adder whose snapshots are large: the sum, then as many bytes as it says. */
final class Padded extends Adder {

    private final int padding;

    Padded(int padding) {
        this.padding = padding;
    }

    @Override
    public Publisher<ByteBuffer> snapshot() {
        return Flux.concat(super.snapshot(), Chunks.of(Images.state(padding)));
    }

    @Override
    public Mono<Void> restore(Flux<ByteBuffer> chunks) {
        return Chunks.join(chunks)
                .doOnNext(whole -> {
                    if (whole.remaining() != Long.BYTES + padding
                            || !whole.slice(Long.BYTES, padding).equals(ByteBuffer.wrap(Images.state(padding)))) {
                        throw new IllegalStateException("Not what was captured: " + whole);
                    }
                })
                .flatMap(whole -> super.restore(Flux.just(whole.slice(0, Long.BYTES))));
    }
}

package io.github.reactiveraft.examples.remote;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps the latest bytes; they are the result, the change and every answer. */
final class BlobMachine implements StateMachine<byte[], byte[], byte[]> {

    private byte[] latest = {};

    @Override
    public byte[] apply(byte[] bytes, ApplyContext<byte[]> context) {
        latest = bytes;
        context.emit(bytes);
        return bytes;
    }

    @Override
    public byte[] query(byte[] question) {
        return latest;
    }

    @Override
    public Publisher<ByteBuffer> snapshot() {
        return Chunks.of(latest.clone());
    }

    @Override
    public Mono<Void> restore(Flux<ByteBuffer> chunks) {
        return Chunks.join(chunks)
                .doOnNext(whole -> latest = Codec.bytes().decode(whole))
                .then();
    }

    @Override
    public Codec<byte[]> commandCodec() {
        return Codec.bytes();
    }

    @Override
    public Codec<byte[]> queryCodec() {
        return Codec.bytes();
    }

    @Override
    public Codec<byte[]> resultCodec() {
        return Codec.bytes();
    }
}

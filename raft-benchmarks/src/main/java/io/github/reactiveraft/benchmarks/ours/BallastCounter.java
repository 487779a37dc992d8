package io.github.reactiveraft.benchmarks.ours;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.benchmarks.system.Ballast;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Adds up the first eight bytes of commands; what comes behind them is only carried.
 */
public final class BallastCounter implements StateMachine<byte[], Long, Long> {

    private static final Codec<byte[]> COMMANDS = Codec.of(byte[]::clone, BallastCounter::withoutBallast);

    private final boolean areChangesTold;
    private final Ballast ballast;
    private long sum;

    /** From 0; watchers are told nothing. */
    public BallastCounter() {
        this(false, new Ballast(0));
    }

    /**
     * @param areChangesTold whether watchers are told of each new sum
     * @param ballast what else is in snapshots
     */
    BallastCounter(boolean areChangesTold, Ballast ballast) {
        this.areChangesTold = areChangesTold;
        this.ballast = ballast;
    }

    private static byte[] withoutBallast(ByteBuffer command) {
        byte[] delta = new byte[Long.BYTES];
        command.get(delta);
        return delta;
    }

    @Override
    public Long apply(byte[] command, ApplyContext<Long> context) {
        sum += ByteBuffer.wrap(command).getLong();
        if (areChangesTold) {
            context.emit(sum);
        }
        return sum;
    }

    @Override
    public Long query(Long question) {
        return sum;
    }

    @Override
    public long digest() {
        return sum;
    }

    @Override
    public Publisher<ByteBuffer> snapshot() {
        return Flux.concat(
                Chunks.of(Codec.int64().encode(sum)),
                Flux.range(0, ballast.mib()).map(any -> ByteBuffer.wrap(ballast.piece())));
    }

    @Override
    public Mono<Void> restore(Flux<ByteBuffer> chunks) {
        ByteBuffer head = ByteBuffer.allocate(Long.BYTES);
        return chunks.doOnNext(chunk -> {
                    while (head.hasRemaining() && chunk.hasRemaining()) {
                        head.put(chunk.get());
                    }
                })
                .then(Mono.fromRunnable(() -> sum = Codec.int64().decode(head.flip())));
    }

    @Override
    public Codec<byte[]> commandCodec() {
        return COMMANDS;
    }

    @Override
    public Codec<Long> queryCodec() {
        return Codec.int64();
    }

    @Override
    public Codec<Long> resultCodec() {
        return Codec.int64();
    }
}

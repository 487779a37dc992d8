package io.github.reactiveraft.core.replicated;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.Ticket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A replica of a sum, and the log that it applies. */
final class Replicas {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** A result that has an encoding and cannot be decoded. */
    static final long UNREADABLE = 14;

    final Replica<Long, Long> replica = new Replica<>(new Sum());
    private long index;
    long now = 1_000;

    /** Opens a session and answers with its number. */
    long open() {
        apply(Proposal.openSession(TIMEOUT));
        return index;
    }

    Applied<Long> command(long session, long sequence, int lag, long value) {
        return apply(Proposal.command(new Ticket(session, sequence, lag), bytes(value)));
    }

    Applied<Long> command(long value) {
        return apply(Proposal.command(bytes(value)));
    }

    Applied<Long> noop() {
        return apply(Proposal.noop());
    }

    private static Bytes bytes(long value) {
        return Bytes.of(Codec.int64().encode(value));
    }

    Applied<Long> apply(Proposal proposal) {
        index++;
        return replica.apply(EntryBatch.encode(index, 1, now, List.of(proposal)), index);
    }

    /** Another replica that takes this one's place in the log, restored from what this one captures. */
    Replicas restored(int chunkBytes) {
        return restoredFrom(snapshot(), chunkBytes);
    }

    Replicas restoredFrom(byte[] snapshot, int chunkBytes) {
        Replicas other = new Replicas();
        other.index = index;
        other.now = now;
        other.replica.restore(cut(snapshot, chunkBytes)).block();
        return other;
    }

    byte[] snapshot() {
        return joined(Flux.from(replica.snapshot()));
    }

    static byte[] joined(Flux<ByteBuffer> chunks) {
        ByteBuffer whole = Chunks.join(chunks).blockOptional().orElseThrow();
        byte[] bytes = new byte[whole.remaining()];
        whole.get(bytes);
        return bytes;
    }

    private static Flux<ByteBuffer> cut(byte[] bytes, int chunkBytes) {
        List<ByteBuffer> chunks = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += chunkBytes) {
            chunks.add(ByteBuffer.wrap(bytes, from, Math.min(chunkBytes, bytes.length - from))
                    .slice()
                    .asReadOnlyBuffer());
        }
        return Flux.fromIterable(chunks);
    }

    List<Long> digest() {
        List<Long> numbers = new ArrayList<>();
        replica.digest(numbers::add);
        return numbers;
    }

    /** Answers with the sum, and tells watchers. 13 has no encoding. */
    private static final class Sum implements StateMachine<Long, Long, Long> {

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
            return Codec.of(
                    value -> {
                        if (value == 13) {
                            throw new IllegalArgumentException("13 brings bad luck");
                        }
                        return Codec.int64().encode(value);
                    },
                    bytes -> {
                        long value = Codec.int64().decode(bytes);
                        if (value == UNREADABLE) {
                            throw new IllegalArgumentException("of another release");
                        }
                        return value;
                    });
        }

        @Override
        public Long apply(Long command, ApplyContext<Long> context) {
            sum += command;
            context.emit(sum);
            return sum;
        }

        @Override
        public Long query(Long query) {
            return sum;
        }

        @Override
        public Publisher<ByteBuffer> snapshot() {
            return Flux.just(ByteBuffer.wrap(Codec.int64().encode(sum)));
        }

        @Override
        public Mono<Void> restore(Flux<ByteBuffer> chunks) {
            return Chunks.join(chunks)
                    .doOnNext(state ->
                            sum = state.remaining() == 3 ? 3 : Codec.int64().decode(state))
                    .then();
        }

        @Override
        public long digest() {
            return sum;
        }
    }
}

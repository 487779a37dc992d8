package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.test.sim.check.Fingerprint;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Registers that are read, written, and compared and set. Watchers see every write, done or not. */
final class RegisterMachine implements StateMachine<RegisterWrite, Integer, RegisterAnswer> {

    private static final Codec<Integer> KEY =
            Codec.of(key -> ByteBuffer.allocate(Integer.BYTES).putInt(key).array(), ByteBuffer::getInt);

    private static final int REGISTER_BYTES = Integer.BYTES + Long.BYTES;

    /** How often a register stands in a snapshot, so that some of these take many requests. */
    private static final int COPY_COUNT = 50;

    private static final int PAIR_EVERY = 5;

    private final SortedMap<Integer, Long> registers = new TreeMap<>();

    @Override
    public RegisterAnswer apply(RegisterWrite write, ApplyContext<RegisterAnswer> context) {
        RegisterAnswer answer = apply(write);
        changes(write, answer.isDone()).forEach(context::emit);
        return answer;
    }

    /** What watchers see of a write: mostly one change, but two now and then, so that there are some that belong together. */
    static List<RegisterAnswer> changes(RegisterWrite write, boolean isDone) {
        RegisterAnswer change = new RegisterAnswer(isDone, write.value());
        return write.sequence() % PAIR_EVERY == 0
                ? List.of(change, new RegisterAnswer(isDone, -write.value()))
                : List.of(change);
    }

    /** Takes a write; what it does depends on the writes before it and on nothing else. */
    RegisterAnswer apply(RegisterWrite write) {
        boolean isDone = !write.isConditional() || query(write.key()).value() == write.expected();
        if (isDone) {
            registers.put(write.key(), write.value());
        }
        return new RegisterAnswer(isDone, write.value());
    }

    @Override
    public RegisterAnswer query(Integer key) {
        return new RegisterAnswer(true, registers.getOrDefault(key, RegisterWrite.INITIAL));
    }

    @Override
    public Codec<RegisterWrite> commandCodec() {
        return RegisterWrite.CODEC;
    }

    @Override
    public Codec<Integer> queryCodec() {
        return KEY;
    }

    @Override
    public Codec<RegisterAnswer> resultCodec() {
        return RegisterAnswer.CODEC;
    }

    /** There are few registers. */
    @Override
    public long digest() {
        long digest = 0;
        for (Map.Entry<Integer, Long> register : registers.entrySet()) {
            digest = Fingerprint.combine(Fingerprint.combine(digest, register.getKey()), register.getValue());
        }
        return digest;
    }

    /** A chunk for each register, which is written only when it is asked for. */
    @Override
    public Publisher<ByteBuffer> snapshot() {
        return Flux.fromIterable(new TreeMap<>(registers).entrySet())
                .map(register -> chunk(register.getKey(), register.getValue()));
    }

    private static ByteBuffer chunk(int key, long value) {
        ByteBuffer chunk = ByteBuffer.allocate(COPY_COUNT * REGISTER_BYTES);
        for (int copy = 0; copy < COPY_COUNT; copy++) {
            chunk.putInt(key).putLong(value);
        }
        return chunk.flip();
    }

    @Override
    public Mono<Void> restore(Flux<ByteBuffer> chunks) {
        return Chunks.join(chunks).doOnNext(this::replace).then();
    }

    private void replace(ByteBuffer encoded) {
        registers.clear();
        while (encoded.hasRemaining()) {
            int key = encoded.getInt();
            long value = encoded.getLong();
            if (!chunk(key, value)
                    .position(REGISTER_BYTES)
                    .equals(encoded.slice(encoded.position(), (COPY_COUNT - 1) * REGISTER_BYTES))) {
                throw new IllegalStateException("The copies of register " + key + " differ");
            }
            encoded.position(encoded.position() + (COPY_COUNT - 1) * REGISTER_BYTES);
            registers.put(key, value);
        }
    }
}

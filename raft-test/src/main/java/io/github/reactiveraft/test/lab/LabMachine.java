package io.github.reactiveraft.test.lab;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.test.sim.check.Fingerprint;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes any text; the simulated cluster remembers what was applied, so this keeps only as much as shows whether a state
 * that was restored is one that was captured.
 */
final class LabMachine implements StateMachine<String, String, String> {

    private final LabHistory history;
    private int commandCount;
    private long fingerprint;

    LabMachine(LabHistory history) {
        this.history = history;
    }

    @Override
    public Codec<String> commandCodec() {
        return Codec.utf8();
    }

    @Override
    public Codec<String> queryCodec() {
        return Codec.utf8();
    }

    @Override
    public Codec<String> resultCodec() {
        return Codec.utf8();
    }

    @Override
    public String apply(String command, ApplyContext<String> context) {
        commandCount++;
        fingerprint = Fingerprint.combine(fingerprint, Fingerprint.of(command));
        history.check(commandCount, fingerprint);
        return command;
    }

    @Override
    public String query(String query) {
        return query;
    }

    @Override
    public long digest() {
        return Fingerprint.combine(fingerprint, commandCount);
    }

    @Override
    public Publisher<ByteBuffer> snapshot() {
        ByteBuffer state = ByteBuffer.allocate(Integer.BYTES + Long.BYTES);
        return Chunks.of(state.putInt(commandCount).putLong(fingerprint).array());
    }

    @Override
    public Mono<Void> restore(Flux<ByteBuffer> chunks) {
        return Chunks.join(chunks).doOnNext(this::become).then();
    }

    private void become(ByteBuffer state) {
        commandCount = state.getInt();
        fingerprint = state.getLong();
        history.check(commandCount, fingerprint);
    }
}

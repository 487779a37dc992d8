package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.test.sim.check.Fingerprint;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The user's state machine, with somebody listening to what it is given.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
final class CheckedMachine<C, Q, R> implements StateMachine<C, Q, R> {

    private final StateMachine<C, Q, R> machine;
    private final Listener<C> listener;
    private final Consumer<Throwable> failures;

    /** Hears of every command before it is applied. */
    interface Listener<C> {
        void onApply(EntryId id, C command, long payload);
    }

    /** @param failures hears what the machine throws before its node does, which is about to stop */
    CheckedMachine(StateMachine<C, Q, R> machine, Listener<C> listener, Consumer<Throwable> failures) {
        this.machine = machine;
        this.listener = listener;
        this.failures = failures;
    }

    @Override
    public Codec<C> commandCodec() {
        return machine.commandCodec();
    }

    @Override
    public Codec<Q> queryCodec() {
        return machine.queryCodec();
    }

    @Override
    public Codec<R> resultCodec() {
        return machine.resultCodec();
    }

    @Override
    public R apply(C command, ApplyContext<R> context) {
        long payload = Fingerprint.of(ByteBuffer.wrap(machine.commandCodec().encode(command)));
        listener.onApply(new EntryId(context.term(), context.index()), command, payload);
        try {
            return machine.apply(command, context);
        } catch (RuntimeException | Error thrown) {
            failures.accept(new IllegalStateException(
                    "The state machine threw at index " + context.index() + ": " + thrown, thrown));
            throw thrown;
        }
    }

    @Override
    public R query(Q query) {
        return machine.query(query);
    }

    /** A throw here would cost the node a comparison and nothing else, so that nobody might ever see it. */
    @Override
    public long digest() {
        try {
            return machine.digest();
        } catch (RuntimeException | Error thrown) {
            failures.accept(new IllegalStateException("The state machine failed in its digest: " + thrown, thrown));
            throw thrown;
        }
    }

    /** An error here would cost the node a snapshot and nothing else, so that nobody might ever see it. */
    @Override
    public Publisher<ByteBuffer> snapshot() {
        return captured().doOnError(this::onSnapshotFailed);
    }

    private Flux<ByteBuffer> captured() {
        try {
            return Flux.from(machine.snapshot());
        } catch (RuntimeException | Error thrown) {
            return Flux.error(thrown);
        }
    }

    private void onSnapshotFailed(Throwable cause) {
        failures.accept(new IllegalStateException("The state machine failed in its snapshot: " + cause, cause));
    }

    @Override
    public Mono<Void> restore(Flux<ByteBuffer> chunks) {
        return machine.restore(chunks);
    }
}

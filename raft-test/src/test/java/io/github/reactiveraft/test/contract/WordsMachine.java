package io.github.reactiveraft.test.contract;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps words, in one of the ways of {@link Words}. */
record WordsMachine(Words words, StringBuilder text) implements StateMachine<String, String, String> {
    @Override
    public Codec<String> commandCodec() {
        return words.codec();
    }

    @Override
    public Codec<String> queryCodec() {
        return Codec.utf8();
    }

    @Override
    public Codec<String> resultCodec() {
        return words.codec();
    }

    @Override
    @SuppressWarnings("NullAway") // Machines that answer null are what the contract is there to find.
    public String apply(String command, ApplyContext<String> context) {
        text.append(command).append(context.random().nextInt(10)).append(context.timestamp());
        context.emit(text.toString());
        return words.answer().apply(text, context);
    }

    @Override
    @SuppressWarnings("NullAway") // As above.
    public String query(String question) {
        if (question.equals("nonsense")) {
            throw new IllegalArgumentException(question);
        }
        return words.view().apply(text);
    }

    @Override
    @SuppressWarnings("NullAway") // As above.
    public Publisher<ByteBuffer> snapshot() {
        return words.capture().apply(text);
    }

    @Override
    public Mono<Void> restore(Flux<ByteBuffer> chunks) {
        return words.restore().apply(text, chunks);
    }
}

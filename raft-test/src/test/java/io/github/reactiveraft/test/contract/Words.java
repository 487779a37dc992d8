package io.github.reactiveraft.test.contract;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import java.nio.ByteBuffer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Words one after the other; each way to be wrong replaces one part of it. */
record Words(
        BiFunction<StringBuilder, ApplyContext<String>, @Nullable String> answer,
        Function<StringBuilder, @Nullable String> view,
        Codec<String> codec,
        Function<StringBuilder, @Nullable Publisher<ByteBuffer>> capture,
        BiFunction<StringBuilder, Flux<ByteBuffer>, Mono<Void>> restore) {

    static final Words GOOD = new Words(
            (text, context) -> text.toString(),
            StringBuilder::toString,
            Codec.utf8(),
            text -> Chunks.of(bytes(text)),
            (text, chunks) -> Chunks.join(chunks)
                    .doOnNext(whole -> replace(text, Codec.utf8().decode(whole)))
                    .then());

    Words answering(BiFunction<StringBuilder, ApplyContext<String>, @Nullable String> other) {
        return new Words(other, view, codec, capture, restore);
    }

    Words viewing(Function<StringBuilder, @Nullable String> other) {
        return new Words(answer, other, codec, capture, restore);
    }

    Words encoding(Codec<String> other) {
        return new Words(answer, view, other, capture, restore);
    }

    Words capturing(Function<StringBuilder, @Nullable Publisher<ByteBuffer>> other) {
        return new Words(answer, view, codec, other, restore);
    }

    Words restoring(BiFunction<StringBuilder, Flux<ByteBuffer>, Mono<Void>> other) {
        return new Words(answer, view, codec, capture, other);
    }

    static byte[] bytes(CharSequence text) {
        return Codec.utf8().encode(text.toString());
    }

    static void replace(StringBuilder text, String other) {
        text.setLength(0);
        text.append(other);
    }

    CheckedWords contract() {
        return new CheckedWords(this, 30);
    }
}

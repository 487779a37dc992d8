package io.github.reactiveraft.test.contract;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Codec;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Words one after the other; each way to be wrong replaces one part of it. */
record Words(
        BiFunction<StringBuilder, ApplyContext<String>, @Nullable String> answer,
        Function<StringBuilder, @Nullable String> view,
        Codec<String> codec) {

    static final Words GOOD = new Words((text, context) -> text.toString(), StringBuilder::toString, Codec.utf8());

    Words answering(BiFunction<StringBuilder, ApplyContext<String>, @Nullable String> other) {
        return new Words(other, view, codec);
    }

    Words viewing(Function<StringBuilder, @Nullable String> other) {
        return new Words(answer, other, codec);
    }

    Words encoding(Codec<String> other) {
        return new Words(answer, view, other);
    }

    CheckedWords contract() {
        return new CheckedWords(this, 30);
    }
}

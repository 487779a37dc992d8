package io.github.reactiveraft.examples.counter;

import io.github.reactiveraft.api.Codec;

/** What can be asked of the counter. */
public enum CounterQuery {
    /** The number it stands at, and the add that brought it there. */
    VALUE;

    static final Codec<CounterQuery> CODEC = Codec.of(
            query -> Codec.utf8().encode(query.name()),
            bytes -> valueOf(Codec.utf8().decode(bytes)));
}

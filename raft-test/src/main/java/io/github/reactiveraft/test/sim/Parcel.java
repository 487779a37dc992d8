package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.spi.LocalNode;
import java.util.function.Function;

/**
 * A message as it is between two nodes. May be opened more than once, each time as if it had come on its own.
 *
 * @param byteCount how large it is
 * @param opening what a receiver makes of it
 */
record Parcel<T>(int byteCount, Function<LocalNode, T> opening) {

    T open(LocalNode here) {
        return opening.apply(here);
    }
}

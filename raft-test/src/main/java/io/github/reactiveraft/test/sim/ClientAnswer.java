package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.model.Bytes;

/**
 * What a member answers to a client.
 *
 * @param data the result or answer
 * @param number the number of a session, or the index of the state that was read; else 0
 */
record ClientAnswer(Bytes data, long number) {

    static ClientAnswer of(Bytes data) {
        return new ClientAnswer(data, 0);
    }

    static ClientAnswer of(long number) {
        return new ClientAnswer(Bytes.empty(), number);
    }
}

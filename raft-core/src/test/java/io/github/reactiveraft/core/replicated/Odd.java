package io.github.reactiveraft.core.replicated;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryType;
import io.github.reactiveraft.api.model.Proposal;

/** What no client sends. */
final class Odd {

    private Odd() {}

    static Proposal command(long session, long packed) {
        return new Proposal(
                EntryType.COMMAND, session, packed, Bytes.of(Codec.int64().encode(1L)));
    }
}

package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.model.Bytes;

/** What the application's codecs make and take, within limits, and with errors that say what was wrong. */
final class Payloads {

    private final int most;

    /** @param most the most bytes of one */
    Payloads(int most) {
        this.most = most;
    }

    /** Encodes, or throws {@link RaftException.Rejected}. */
    <T> Bytes encode(Codec<T> codec, T value) {
        Bytes bytes;
        try {
            bytes = Bytes.of(codec.encode(value));
        } catch (RuntimeException cause) {
            throw new RaftException.Rejected("Cannot be encoded: " + cause.getMessage(), cause);
        }
        checkSize(bytes);
        return bytes;
    }

    /** Throws {@link RaftException.Rejected} if these are too many. */
    void checkSize(Bytes bytes) {
        if (bytes.length() > most) {
            throw new RaftException.Rejected(
                    "Takes " + bytes.length() + " bytes, more than the " + most + " allowed", null);
        }
    }

    /** Decodes, or throws {@link RaftException.Rejected}. */
    <T> T decode(Codec<T> codec, Bytes bytes) {
        try {
            return codec.decode(bytes.buffer());
        } catch (RuntimeException cause) {
            throw new RaftException.Rejected("Cannot be decoded: " + cause.getMessage(), cause);
        }
    }

    /** Encodes the result of what is done: whatever is wrong with it must not look like "definitely not done". */
    <T> Bytes encodeDone(Codec<T> codec, T result) {
        try {
            return encode(codec, result);
        } catch (RaftException unsendable) {
            throw new RaftException.ResultLost("Done, but the result cannot be sent", unsendable);
        }
    }

    /** Decodes the result of what is done likewise. */
    <T> T decodeDone(Codec<T> codec, Bytes result) {
        try {
            return decode(codec, result);
        } catch (RaftException unreadable) {
            throw new RaftException.ResultLost("Done, but the result is unreadable", unreadable);
        }
    }
}

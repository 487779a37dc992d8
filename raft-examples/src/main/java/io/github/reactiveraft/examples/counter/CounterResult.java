package io.github.reactiveraft.examples.counter;

import io.github.reactiveraft.api.Codec;
import java.nio.ByteBuffer;

/** Everything that the counter puts out: results of adds, answers to queries, change events. */
public sealed interface CounterResult {

    /** A byte that says which, then the record's numbers, big-endian. */
    Codec<CounterResult> CODEC = Codec.of(CounterResult::encode, CounterResult::decode);

    /**
     * Where the counter stands.
     *
     * @param value the number after the add
     * @param index the add's position in the log, 0 before the first
     */
    record Value(long value, long index) implements CounterResult {}

    /**
     * The add would have left the range of a {@code long}; nothing was changed.
     *
     * @param value the number that the counter still stands at
     */
    record OutOfRange(long value) implements CounterResult {}

    private static byte[] encode(CounterResult result) {
        if (result instanceof Value value) {
            return ByteBuffer.allocate(1 + 2 * Long.BYTES)
                    .put((byte) 0)
                    .putLong(value.value())
                    .putLong(value.index())
                    .array();
        }
        OutOfRange unchanged = (OutOfRange) result;
        return ByteBuffer.allocate(1 + Long.BYTES)
                .put((byte) 1)
                .putLong(unchanged.value())
                .array();
    }

    private static CounterResult decode(ByteBuffer bytes) {
        byte kind = bytes.hasRemaining() ? bytes.get() : -1;
        return switch (kind) {
            case 0 -> new Value(number(bytes, 1), number(bytes, 0));
            case 1 -> new OutOfRange(number(bytes, 0));
            default -> throw new IllegalArgumentException("No kind of counter result: " + kind);
        };
    }

    /** The next number, if as many as are due, and nothing else, follow it. */
    private static long number(ByteBuffer bytes, int behindCount) {
        int due = (1 + behindCount) * Long.BYTES;
        if (bytes.remaining() != due) {
            throw new IllegalArgumentException(
                    "A counter result of another length: " + bytes.remaining() + " bytes where " + due + " are due");
        }
        return bytes.getLong();
    }
}

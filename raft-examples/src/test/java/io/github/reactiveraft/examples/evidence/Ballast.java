package io.github.reactiveraft.examples.evidence;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import reactor.core.publisher.Flux;

/**
 * Bytes that follow from a seed and their place, so that they need no memory, and no two states have the same.
 *
 * @param seed what they depend on
 * @param byteCount how many there are
 */
record Ballast(long seed, long byteCount) {

    private static final int CHUNK_BYTES = 64 * 1024;

    /** Makes them chunk by chunk, as they are asked for. */
    Flux<ByteBuffer> chunks() {
        return Flux.generate(() -> 0L, (from, sink) -> {
            if (from == byteCount) {
                sink.complete();
                return from;
            }
            int length = (int) Math.min(CHUNK_BYTES, byteCount - from);
            sink.next(chunk(from, length));
            return from + length;
        });
    }

    private ByteBuffer chunk(long from, int length) {
        ByteBuffer chunk = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        long at = from;
        for (; chunk.remaining() >= Long.BYTES; at += Long.BYTES) {
            chunk.putLong(word(at));
        }
        for (; chunk.hasRemaining(); at++) {
            chunk.put(at(at));
        }
        return chunk.flip();
    }

    /** One of them. */
    byte at(long position) {
        return (byte) (word(position) >>> (8 * (position & 7)));
    }

    /** Eight of them, the first in the lowest bits. */
    private long word(long position) {
        return mixed(seed + (position >>> 3));
    }

    /** Spreads a number's bits all over another one (Stafford's variant 13). */
    static long mixed(long number) {
        long half = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
        long most = (half ^ (half >>> 27)) * 0x94D049BB133111EBL;
        return most ^ (most >>> 31);
    }
}

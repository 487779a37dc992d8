package io.github.reactiveraft.examples.kv;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/**
 * A snapshot as it is written: a head, then every item behind its length. Encoded only when the disk takes it, so that
 * beside the state itself no more than one chunk is in memory.
 */
final class Captured {

    /** The kind of snapshot in a byte, the number of items. */
    static final int HEAD_BYTES = 1 + Long.BYTES;

    static final byte KIND = 0;

    /** What a chunk holds, unless a single item is larger. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Iterator<Item> rest;
    private ByteBuffer next;

    private Captured(List<Item> items) {
        this.rest = items.iterator();
        this.next =
                ByteBuffer.allocate(HEAD_BYTES).put(KIND).putLong(items.size()).flip();
    }

    static Flux<ByteBuffer> chunks(List<Item> items) {
        return Flux.generate(() -> new Captured(items), Captured::emit);
    }

    private Captured emit(SynchronousSink<ByteBuffer> sink) {
        if (!next.hasRemaining()) {
            sink.complete();
            return this;
        }
        ByteBuffer chunk = ByteBuffer.allocate(Math.max(CHUNK_BYTES, next.remaining()));
        while (next.hasRemaining() && next.remaining() <= chunk.remaining()) {
            chunk.put(next);
            next = rest.hasNext() ? framed(rest.next()) : next;
        }
        sink.next(chunk.flip());
        return this;
    }

    private static ByteBuffer framed(Item item) {
        byte[] encoded = item.encoded();
        return ByteBuffer.allocate(Integer.BYTES + encoded.length)
                .putInt(encoded.length)
                .put(encoded)
                .flip();
    }
}

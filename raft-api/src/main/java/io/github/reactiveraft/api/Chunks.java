package io.github.reactiveraft.api;

import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Snapshots of states that fit into memory twice: a whole as chunks, chunks as a whole. */
public final class Chunks {

    private Chunks() {}

    /**
     * A state that is captured by encoding it.
     *
     * @param encoded must not change any more
     */
    public static Publisher<ByteBuffer> of(byte[] encoded) {
        return Mono.just(ByteBuffer.wrap(encoded).asReadOnlyBuffer());
    }

    /** Puts all chunks together; never empty, of no chunk at all it makes an empty buffer. */
    public static Mono<ByteBuffer> join(Flux<ByteBuffer> chunks) {
        return chunks.reduceWith(Growing::new, Growing::append).map(Growing::whole);
    }

    /** Bytes that get more. */
    private static final class Growing {

        private ByteBuffer bytes = ByteBuffer.allocate(0);

        Growing append(ByteBuffer chunk) {
            if (bytes.remaining() < chunk.remaining()) {
                int needed = Math.addExact(bytes.position(), chunk.remaining());
                int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * bytes.capacity());
                bytes = ByteBuffer.allocate(Math.max(needed, doubled)).put(bytes.flip());
            }
            bytes.put(chunk);
            return this;
        }

        ByteBuffer whole() {
            return bytes.flip().asReadOnlyBuffer();
        }
    }
}

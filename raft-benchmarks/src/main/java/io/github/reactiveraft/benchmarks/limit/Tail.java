package io.github.reactiveraft.benchmarks.limit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;

/** The newest part of the log, as long as a follower needs it. One thread. */
final class Tail {

    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private long end;

    private record Chunk(long start, ByteBuf bytes) {

        long end() {
            return start + bytes.readableBytes();
        }
    }

    /** Adds to it; returns where it ends then. */
    long add(ByteBuf bytes) {
        Chunk chunk = new Chunk(end, bytes);
        chunks.add(chunk);
        end = chunk.end();
        return end;
    }

    long end() {
        return end;
    }

    /** A copy of all that comes behind an offset at which something was added, behind a head; not much more than so many bytes. */
    ByteBuf copy(ByteBuf head, long from, int most) {
        for (Chunk chunk : chunks) {
            if (chunk.start() >= from && head.readableBytes() < most) {
                head.writeBytes(
                        chunk.bytes(),
                        chunk.bytes().readerIndex(),
                        chunk.bytes().readableBytes());
            }
        }
        return head;
    }

    /** Nobody needs what is in front of an offset. */
    void forget(long before) {
        for (Chunk first = chunks.peek(); first != null && first.end() <= before; first = chunks.peek()) {
            chunks.remove();
            first.bytes().release();
        }
    }

    static ByteBuf head(byte kind) {
        return ByteBufAllocator.DEFAULT.directBuffer().writeByte(kind);
    }
}

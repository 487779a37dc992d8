package io.github.reactiveraft.transport.rsocket;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;

/**
 * Where RSocket takes the buffers of a connection from. Those in which it collects the pieces of a large payload leave
 * each where it is; Netty's would copy all that has come into a new one again and again, after every sixteenth piece.
 */
final class PiecesAllocator extends AbstractByteBufAllocator {

    private final ByteBufAllocator buffers;

    /** @param buffers where everything that is no collection is taken from */
    PiecesAllocator(ByteBufAllocator buffers) {
        super(true);
        this.buffers = buffers;
    }

    @Override
    public CompositeByteBuf compositeHeapBuffer(int mostPieces) {
        return toLeakAwareBuffer(new CompositeByteBuf(buffers, false, Integer.MAX_VALUE));
    }

    @Override
    public CompositeByteBuf compositeDirectBuffer(int mostPieces) {
        return toLeakAwareBuffer(new CompositeByteBuf(buffers, true, Integer.MAX_VALUE));
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return buffers.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        return buffers.directBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return buffers.isDirectBufferPooled();
    }
}

package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesAllocatorTest {

    private final ByteBufAllocator allocator = new PiecesAllocator(ByteBufAllocator.DEFAULT);

    @Test
    void piecesStayWhereTheyAre() {
        for (CompositeByteBuf collected : List.of(
                allocator.compositeBuffer(), allocator.compositeHeapBuffer(2), allocator.compositeDirectBuffer(2))) {
            byte[] piece = {7};
            for (int count = 0; count < 100; count++) {
                collected.addComponent(true, Unpooled.wrappedBuffer(piece));
            }

            assertThat(collected.numComponents()).isEqualTo(100);
            assertThat(Wire.copyOf(collected).length()).isEqualTo(100);
            assertThat(collected.component(99).array()).isSameAs(piece);
            collected.release();
        }
    }

    @Test
    void otherBuffersAreThoseOfTheConnection() {
        ByteBuf direct = allocator.buffer(10, 20);
        ByteBuf heap = allocator.heapBuffer(10, 20);

        assertThat(direct.isDirect()).isTrue();
        assertThat(direct.maxCapacity()).isEqualTo(20);
        assertThat(heap.hasArray()).isTrue();
        assertThat(heap.maxCapacity()).isEqualTo(20);
        assertThat(allocator.isDirectBufferPooled()).isEqualTo(ByteBufAllocator.DEFAULT.isDirectBufferPooled());
        direct.release();
        heap.release();
    }
}

package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalChannel;
import io.netty.util.ReferenceCountUtil;
import io.rsocket.frame.CancelFrameCodec;
import io.rsocket.frame.KeepAliveFrameCodec;
import io.rsocket.frame.PayloadFrameCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OutboundTest {

    private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final AtomicInteger changes = new AtomicInteger();
    private final Outbound outbound = new Outbound(channel, 20_000, changes::incrementAndGet);

    /** Takes whatever is written. */
    private static final class Sink extends ChannelOutboundHandlerAdapter {

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            // Nothing is left to be written.
        }
    }

    private static ByteBuf frame(int stream, int length, boolean hasMore) {
        ByteBuf data = ALLOCATOR.buffer(length).writeZero(length);
        return PayloadFrameCodec.encode(ALLOCATOR, stream, hasMore, !hasMore, true, null, data);
    }

    private static ByteBuf piece(int stream, int length) {
        return frame(stream, length, true);
    }

    private static ByteBuf whole(int stream, int length) {
        return frame(stream, length, false);
    }

    /** The streams of all frames written so far, in order. */
    private List<Integer> written() {
        channel.runPendingTasks();
        ByteBuf all = ALLOCATOR.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        List<Integer> streams = new ArrayList<>();
        while (all.isReadable()) {
            ByteBuf frame = all.readSlice(all.readUnsignedMedium());
            streams.add(frame.readInt());
        }
        all.release();
        return streams;
    }

    private void socketTakes(boolean isTaking) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, isTaking);
        outbound.signal();
        channel.runPendingTasks();
    }

    @Test
    void framesGoOutInTheOrderInWhichTheyCame() {
        outbound.send(whole(1, 10));
        outbound.send(whole(3, 10));
        outbound.send(whole(1, 10));

        assertThat(written()).containsExactly(1, 3, 1);
        assertThat(outbound.waiting()).isZero();
    }

    @Test
    void smallAndLargeFramesKeepTheirOrder() {
        for (int stream = 1; stream < 200; stream += 2) {
            outbound.send(whole(stream, stream % 3 == 0 ? 3 : 90));
        }
        outbound.send(whole(201, 3_000));
        outbound.send(whole(203, 3));
        outbound.send(whole(205, 1_100));
        outbound.send(whole(207, 1_100));

        assertThat(written())
                .isEqualTo(IntStream.range(0, 104).map(i -> 2 * i + 1).boxed().toList());
    }

    @Test
    void framesWaitUntilTheSocketTakesThem() {
        socketTakes(false);
        outbound.send(whole(1, 100));
        outbound.send(whole(3, 100));

        assertThat(written()).isEmpty();
        assertThat(outbound.waiting()).isGreaterThanOrEqualTo(200);

        socketTakes(true);
        assertThat(written()).containsExactly(1, 3);
        assertThat(outbound.waiting()).isZero();
    }

    @Test
    void aLargePayloadTakesTurnsWithEverythingElse() {
        socketTakes(false);
        outbound.send(piece(1, 1000));
        outbound.send(piece(1, 1000));
        outbound.send(piece(1, 1000));
        outbound.send(whole(1, 20));
        for (int stream = 3; stream <= 11; stream += 2) {
            outbound.send(whole(stream, 600));
        }

        socketTakes(true);
        assertThat(written()).containsExactly(3, 5, 1, 7, 9, 1, 11, 1, 1);
    }

    @Test
    void whatFollowsALargePayloadOnItsStreamStaysBehindIt() {
        socketTakes(false);
        outbound.send(piece(1, 1000));
        outbound.send(CancelFrameCodec.encode(ALLOCATOR, 1));
        outbound.send(whole(3, 20));

        socketTakes(true);
        assertThat(written()).containsExactly(3, 1, 1);
    }

    @Test
    void payloadsInPiecesGoOneAfterTheOther() {
        socketTakes(false);
        outbound.send(piece(1, 1000));
        outbound.send(piece(3, 1000));
        outbound.send(piece(1, 1000));
        outbound.send(piece(3, 1000));

        socketTakes(true);
        assertThat(written()).containsExactly(1, 1, 3, 3);
    }

    @Test
    void signsOfLifeComeFirst() {
        socketTakes(false);
        outbound.send(piece(1, 1000));
        outbound.send(whole(3, 20));
        outbound.send(KeepAliveFrameCodec.encode(ALLOCATOR, true, 0, ALLOCATOR.buffer(0)));

        socketTakes(true);
        assertThat(written()).containsExactly(0, 3, 1);
    }

    @Test
    void theLastFrameGoesOutBehindAllOthersAndCloses() {
        socketTakes(false);
        outbound.send(whole(1, 20));
        outbound.send(piece(3, 20));
        outbound.sendLast(whole(0, 5));
        ByteBuf late = whole(5, 20);
        outbound.send(late);

        socketTakes(true);
        assertThat(written()).containsExactly(1, 3, 0);
        assertThat(channel.isOpen()).isFalse();
        assertThat(late.refCnt()).isZero();
    }

    @Test
    void whatWaitsWhenTheConnectionClosesIsReleasedAndWhatComesLaterToo() {
        socketTakes(false);
        List<ByteBuf> frames =
                List.of(whole(0, 5), whole(1, 10), piece(3, 10), piece(5, 10), whole(7, 10), whole(9, 10));
        frames.subList(0, 4).forEach(outbound::send);
        channel.runPendingTasks();
        var unused = channel.close();
        outbound.send(frames.get(4));
        channel.runPendingTasks();
        outbound.send(frames.get(5));
        channel.runPendingTasks();

        assertThat(frames).allMatch(frame -> frame.refCnt() == 0);
        assertThat(outbound.waiting()).isZero();
    }

    @Test
    void aPeerThatLeavesTooMuchIsDisconnected() {
        Quiet quiet = Quiet.about(Outbound.class);
        socketTakes(false);
        List<ByteBuf> frames = Arrays.asList(whole(1, 12_000), whole(3, 12_000), whole(5, 10));
        frames.forEach(outbound::send);
        channel.runPendingTasks();

        assertThat(channel.isOpen()).isFalse();
        assertThat(frames).allMatch(frame -> frame.refCnt() == 0);
        quiet.close();
    }

    @Test
    void aConnectionThatCannotSendIsClosedAndKeepsNothing() {
        Quiet quiet = Quiet.about(Outbound.class);
        List<ByteBuf> frames = List.of(whole(1, 10), piece(3, 10));
        channel.config().setAllocator(new PooledByteBufAllocator() {
            @Override
            public ByteBuf buffer() {
                throw new OutOfMemoryError("for a test");
            }

            @Override
            public ByteBuf buffer(int capacity) {
                throw new OutOfMemoryError("for a test");
            }
        });
        frames.forEach(outbound::send);
        channel.runPendingTasks();
        ByteBuf late = whole(5, 10);
        outbound.send(late);

        assertThat(channel.isOpen()).isFalse();
        assertThat(frames).allMatch(frame -> frame.refCnt() == 0);
        assertThat(late.refCnt()).isZero();
        quiet.close();
    }

    @Test
    void aFallInWhatWaitsIsTold() {
        socketTakes(false);
        outbound.send(whole(1, 10));
        channel.runPendingTasks();
        int before = changes.get();

        socketTakes(true);
        assertThat(changes.get()).isGreaterThan(before);
        written();
    }

    /** Senders on other threads, while the connection closes and then its event loop ends: nothing is left behind. */
    @Test
    void nothingIsLostWhileAllComesToAnEnd() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            DefaultEventLoop loop = new DefaultEventLoop();
            Channel open = new LocalChannel();
            open.pipeline().addLast(new Sink());
            loop.register(open).await();
            Outbound ending = new Outbound(open, Long.MAX_VALUE, () -> {});
            Queue<ByteBuf> sent = new ConcurrentLinkedQueue<>();
            CountDownLatch underWay = new CountDownLatch(2);
            Runnable sender = () -> {
                for (int i = 0; i < 200; i++) {
                    ByteBuf frame = whole(1 + 2 * (i % 5), 8);
                    sent.add(frame);
                    ending.send(frame);
                    if (i == 20) {
                        underWay.countDown();
                    }
                }
            };
            List<Thread> senders = List.of(new Thread(sender), new Thread(sender));
            senders.forEach(Thread::start);
            underWay.await();
            open.close().addListener(closed -> ending.signal());
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
            for (Thread thread : senders) {
                thread.join();
            }
            ending.signal();

            assertThat(sent).hasSize(400).allMatch(frame -> frame.refCnt() == 0);
        }
    }
}

package io.github.reactiveraft.transport.rsocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.rsocket.frame.FrameHeaderCodec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.util.concurrent.Queues;

/**
 * Frames on their way out of one connection. Any thread brings some; the event loop writes them as fast as the socket takes
 * them, all that are there with one flush. The pieces of a large payload take turns with everything else, so that a heartbeat
 * never waits for more than one piece. Whatever is here when the connection closes, or comes later, is released.
 *
 * <p>Whoever raises {@link #work} from 0 owns the queues until it is 0 again. That is a task of the event loop, or, when the
 * loop is gone, the thread that found out.
 */
final class Outbound {

    private static final Logger LOG = LoggerFactory.getLogger(Outbound.class);

    private static final int LENGTH_BYTES = 3;
    private static final int SMALL_BYTES = 1024;
    private static final int BUNCH_BYTES = 16 * 1024;

    private final Channel channel;
    private final long mostBytes;
    private final Queue<ByteBuf> arrived =
            Queues.<ByteBuf>unboundedMultiproducer().get();
    /** About the connection as a whole: that it is alive, that it is over. */
    private final Deque<ByteBuf> urgent = new ArrayDeque<>();

    private final Deque<ByteBuf> whole = new ArrayDeque<>();

    /** By stream: the order within a payload, and of what follows it, must stay. */
    private final Map<Integer, Deque<ByteBuf>> inPieces = new LinkedHashMap<>();

    private final AtomicInteger work = new AtomicInteger();
    private final AtomicLong byteCount = new AtomicLong();
    private final Runnable drain = this::drain;
    private final Runnable onChange;
    private @Nullable ByteBuf bunch;
    private long wholeSincePiece;
    private volatile boolean isEnding;
    private volatile boolean isClosed;

    /**
     * Starts empty.
     *
     * @param mostBytes that may wait here; a peer that leaves more is disconnected
     * @param onChange called on the event loop when the number of waiting bytes has changed
     */
    Outbound(Channel channel, long mostBytes, Runnable onChange) {
        this.channel = channel;
        this.mostBytes = mostBytes;
        this.onChange = onChange;
    }

    /** Takes over a frame; from any thread. */
    void send(ByteBuf frame) {
        int length = frame.readableBytes();
        if (isClosed || isEnding) {
            frame.release();
            return;
        }
        if (byteCount.addAndGet(length) > mostBytes) {
            LOG.warn(
                    "Disconnected, does not take what it is sent: remote={} waiting={}",
                    channel.remoteAddress(),
                    mostBytes);
            isClosed = true;
            var unused = channel.close();
        }
        arrived.add(frame);
        signal();
    }

    /** Takes over the last frame: when all is written, the connection is closed. */
    void sendLast(ByteBuf frame) {
        send(frame);
        isEnding = true;
        signal();
    }

    /** How many bytes wait for the socket. */
    long waiting() {
        return byteCount.get();
    }

    /** The connection is closed, or the socket takes more again. */
    void signal() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        try {
            channel.eventLoop().execute(drain);
        } catch (RejectedExecutionException loopIsGone) {
            isClosed = true;
            drain();
        }
    }

    private void drain() {
        int missed = 1;
        do {
            try {
                step();
            } catch (RuntimeException | Error broken) {
                LOG.error("Disconnected, cannot send: remote={}", channel.remoteAddress(), broken);
                isClosed = true;
                releaseAll();
                var unused = channel.close();
            }
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }

    private void step() {
        sort();
        if (isClosed || !channel.isOpen()) {
            isClosed = true;
            releaseAll();
        } else {
            write();
        }
        onChange.run();
    }

    private void sort() {
        for (ByteBuf frame = arrived.poll(); frame != null; frame = arrived.poll()) {
            queueOf(frame).add(frame);
        }
    }

    private Deque<ByteBuf> queueOf(ByteBuf frame) {
        int stream = FrameHeaderCodec.streamId(frame);
        if (stream == 0) {
            return urgent;
        }
        if (Fragments.hasMore(frame)) {
            return inPieces.computeIfAbsent(stream, first -> new ArrayDeque<>());
        }
        return inPieces.isEmpty() ? whole : inPieces.getOrDefault(stream, whole);
    }

    private void write() {
        boolean hasWritten = false;
        while (channel.isWritable()) {
            ByteBuf frame = next();
            if (frame == null) {
                break;
            }
            byteCount.addAndGet(-frame.readableBytes());
            write(frame);
            hasWritten = true;
        }
        writeBunch();
        if (hasWritten) {
            channel.flush();
        }
        if (isEnding && urgent.isEmpty() && whole.isEmpty() && inPieces.isEmpty() && arrived.isEmpty()) {
            isClosed = true;
            var unused = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Small frames are copied into one buffer: that costs less than for each to be a message of its own. */
    private void write(ByteBuf frame) {
        int length = frame.readableBytes();
        try {
            if (length <= SMALL_BYTES) {
                bunch = bunch == null ? channel.alloc().buffer() : bunch;
                bunch.writeMedium(length).writeBytes(frame);
            } else {
                writeBunch();
                ByteBuf head = channel.alloc().buffer(LENGTH_BYTES).writeMedium(length);
                var unused = channel.write(head, channel.voidPromise());
                unused = channel.write(frame.retain(), channel.voidPromise());
            }
        } finally {
            frame.release();
        }
        if (bunch != null && bunch.readableBytes() >= BUNCH_BYTES) {
            writeBunch();
        }
    }

    private void writeBunch() {
        ByteBuf full = bunch;
        bunch = null;
        if (full != null) {
            var unused = channel.write(full, channel.voidPromise());
        }
    }

    /** A piece after as many bytes of whole frames as it has itself, or when there are no others. */
    private @Nullable ByteBuf next() {
        if (!urgent.isEmpty() && !isEnding) {
            return urgent.remove();
        }
        Iterator<Deque<ByteBuf>> first = inPieces.values().iterator();
        if (first.hasNext()) {
            Deque<ByteBuf> pieces = first.next();
            int length = pieces.element().readableBytes();
            if (whole.isEmpty() || wholeSincePiece >= length) {
                ByteBuf piece = pieces.remove();
                if (pieces.isEmpty()) {
                    first.remove();
                }
                wholeSincePiece = 0;
                return piece;
            }
        }
        ByteBuf frame = whole.poll();
        if (frame == null) {
            return urgent.poll();
        }
        wholeSincePiece += frame.readableBytes();
        return frame;
    }

    private void releaseAll() {
        ByteBuf begun = bunch;
        bunch = null;
        if (begun != null) {
            begun.release();
        }
        release(urgent);
        release(whole);
        inPieces.values().forEach(Outbound::release);
        inPieces.clear();
        byteCount.set(0);
    }

    private static void release(Deque<ByteBuf> frames) {
        frames.forEach(ByteBuf::release);
        frames.clear();
    }
}

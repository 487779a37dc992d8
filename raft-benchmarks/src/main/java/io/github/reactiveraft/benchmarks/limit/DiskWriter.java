package io.github.reactiveraft.benchmarks.limit;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/** Appends to one file, round and round, and forces it once for everything that came together. */
final class DiskWriter {

    private static final int FILE_BYTES = 64 * 1024 * 1024;
    private static final int FILL_BYTES = 4 * 1024;
    private static final int PIECE_BYTES = 1024 * 1024;

    private final FileChannel file;
    private final Executor loop;
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
    private final Object lock = new Object();
    private List<Write> waiting = new ArrayList<>();
    private long position;
    private final LongAdder forces = new LongAdder();

    private record Write(ByteBuf bytes, Runnable whenDurable) {}

    /** @param loop where it is told what is durable */
    DiskWriter(Path directory, Executor loop) {
        this.loop = loop;
        try {
            this.file = FileChannel.open(
                    directory.resolve("log"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            fill();
            file.force(true);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        Thread thread = new Thread(this::run, "disk");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Zeros that are really there: blocks that were never written cost more to force. In small pieces: Linux keeps in one
     * piece what was written so, and writes it again as a whole when a byte of it has changed.
     */
    private void fill() throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(FILL_BYTES);
        for (long at = 0; at < FILE_BYTES; at += FILL_BYTES) {
            file.write(zeros.clear(), at);
        }
    }

    /** Writes some bytes, which it releases. */
    void add(ByteBuf bytes, Runnable whenDurable) {
        synchronized (lock) {
            waiting.add(new Write(bytes, whenDurable));
            lock.notify();
        }
    }

    long forceCount() {
        return forces.sum();
    }

    private void run() {
        try {
            while (true) {
                List<Write> writes = take();
                write(writes);
                file.force(false);
                forces.increment();
                loop.execute(() -> writes.forEach(write -> write.whenDurable().run()));
            }
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException("The disk is broken", broken);
        }
    }

    private List<Write> take() throws InterruptedException {
        synchronized (lock) {
            while (waiting.isEmpty()) {
                lock.wait();
            }
            List<Write> taken = waiting;
            waiting = new ArrayList<>();
            return taken;
        }
    }

    private void write(List<Write> writes) throws IOException {
        piece.clear();
        for (Write write : writes) {
            ByteBuf bytes = write.bytes();
            while (bytes.isReadable()) {
                if (!piece.hasRemaining()) {
                    flush();
                }
                ByteBuffer room = piece.duplicate();
                room.limit(Math.min(room.limit(), room.position() + bytes.readableBytes()));
                int count = room.remaining();
                bytes.readBytes(room);
                piece.position(piece.position() + count);
            }
            bytes.release();
        }
        flush();
    }

    private void flush() throws IOException {
        piece.flip();
        if (position + piece.remaining() > FILE_BYTES) {
            position = 0;
        }
        while (piece.hasRemaining()) {
            position += file.write(piece, position);
        }
        piece.clear();
    }
}

package io.github.reactiveraft.benchmarks.jgroups;

import io.github.reactiveraft.benchmarks.rivals.Daemons;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Frames over a plain TCP connection, both ways: what comes together is written together. */
final class Pipe {

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int LARGEST = 16 * 1024 * 1024;

    private final Socket socket;
    private final Thread writer = Daemons.named("pipe out").newThread(this::write);
    private final BlockingQueue<Frame> waiting = new LinkedBlockingQueue<>();

    /** What a frame is. */
    enum Kind {
        WRITE('w'),
        READ('r'),
        DONE('d'),
        FAILED('f'),
        NOT_LEADER('n');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        private static Kind of(byte code) throws IOException {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IOException("No frame is a " + code);
        }
    }

    /** One frame. */
    static final class Frame {

        private static final byte[] NONE = new byte[0];

        private final Kind kind;
        private final long id;
        private final long sum;
        private final byte[] bytes;

        private Frame(Kind kind, long id, long sum, byte[] bytes) {
            this.kind = kind;
            this.id = id;
            this.sum = sum;
            this.bytes = bytes;
        }

        static Frame question(Kind kind, long id, byte[] bytes) {
            return new Frame(kind, id, 0, bytes);
        }

        static Frame answer(Kind kind, long id, long sum) {
            return new Frame(kind, id, sum, NONE);
        }

        Kind kind() {
            return kind;
        }

        /** That of an answer is that of its question. */
        long id() {
            return id;
        }

        /** Of an answer. */
        long sum() {
            return sum;
        }

        /** The command of a question; not copied. */
        byte[] bytes() {
            return bytes;
        }
    }

    private Pipe(Socket socket) {
        this.socket = socket;
    }

    /**
     * Takes over a connection.
     *
     * @param arrived is told of each frame, by one thread
     * @param ended is told once which one it was, by the same
     */
    static Pipe over(Socket socket, Consumer<Arrived> arrived, Consumer<Pipe> ended) throws IOException {
        socket.setTcpNoDelay(true);
        Pipe pipe = new Pipe(socket);
        Daemons.named("pipe in").newThread(() -> pipe.read(arrived, ended)).start();
        pipe.writer.start();
        return pipe;
    }

    /** A frame, and where it came from. */
    record Arrived(Pipe pipe, Frame frame) {}

    void send(Frame frame) {
        waiting.add(frame);
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    void close() {
        writer.interrupt();
        try {
            socket.close();
        } catch (IOException closedAnyway) {
            // It is of no use any more.
        }
    }

    private void read(Consumer<Arrived> arrived, Consumer<Pipe> ended) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES))) {
            while (true) {
                Kind kind = Kind.of(in.readByte());
                long id = in.readLong();
                long sum = in.readLong();
                int length = in.readInt();
                if (length < 0 || length > LARGEST) {
                    throw new IOException("A frame of " + length + " bytes");
                }
                byte[] bytes = new byte[length];
                in.readFully(bytes);
                arrived.accept(new Arrived(this, new Frame(kind, id, sum, bytes)));
            }
        } catch (IOException over) {
            close();
            ended.accept(this);
        }
    }

    private void write() {
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES))) {
            while (true) {
                Frame frame = waiting.poll();
                if (frame == null) {
                    out.flush();
                    frame = waiting.take();
                }
                out.writeByte(frame.kind.code);
                out.writeLong(frame.id);
                out.writeLong(frame.sum);
                out.writeInt(frame.bytes.length);
                out.write(frame.bytes);
            }
        } catch (IOException over) {
            close();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}

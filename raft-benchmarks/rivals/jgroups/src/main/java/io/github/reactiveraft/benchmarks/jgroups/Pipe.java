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
        WRITE,
        READ,
        DONE,
        FAILED,
        NOT_LEADER
    }

    /**
     * One frame.
     *
     * @param id what its answer has, too
     * @param sum of an answer
     * @param bytes of a command
     */
    record Frame(Kind kind, long id, long sum, byte[] bytes) {

        private static final byte[] NONE = new byte[0];

        static Frame answer(Kind kind, long id, long sum) {
            return new Frame(kind, id, sum, NONE);
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
                Kind kind = Kind.values()[in.readByte()];
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
                out.writeByte(frame.kind().ordinal());
                out.writeLong(frame.id());
                out.writeLong(frame.sum());
                out.writeInt(frame.bytes().length);
                out.write(frame.bytes());
            }
        } catch (IOException over) {
            close();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}

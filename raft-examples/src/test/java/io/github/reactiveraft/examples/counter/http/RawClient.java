package io.github.reactiveraft.examples.counter.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A client that says what it likes, reads when it likes and leaves when it likes. */
final class RawClient implements AutoCloseable {

    private static final int PATIENCE_IN_MILLIS = 10_000;

    private final Socket socket;
    private final BufferedReader lines;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    static RawClient to(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        // Before connecting, or it has no effect: little fits between a server and a client that does not read.
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(PATIENCE_IN_MILLIS);
        socket.connect(address);
        return new RawClient(socket);
    }

    /** Connects, asks for the changes and waits until they are being watched. */
    static RawClient watching(InetSocketAddress address) throws IOException {
        RawClient client = to(address);
        client.send("GET /counter/watch HTTP/1.1\r\nHost: test\r\n\r\n");
        client.lineStartingWith("retry:");
        return client;
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** The next line that starts like this, the others dropped; null at the end of the stream. */
    @Nullable
    String lineStartingWith(String start) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith(start)) {
            line = lines.readLine();
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

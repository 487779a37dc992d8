package io.github.reactiveraft.examples.evidence;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in for one member towards another, and can stop carrying anything: then nothing gets through and nobody is told, as
 * when a switch fails. Threads of its own, which block.
 */
final class LinkProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final int targetPort;
    private final ServerSocket server;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private boolean isCarrying = true;
    private volatile boolean isClosed;

    /** Listens on a free port of the loopback, and connects each caller to the target. */
    LinkProxy(int targetPort) {
        this.targetPort = targetPort;
        try {
            this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Carries everything, or from now on nothing, until it is to again. */
    synchronized void carry(boolean isToCarry) {
        isCarrying = isToCarry;
        notifyAll();
    }

    /** Breaks all connections; new ones may be made. */
    void reset() {
        open.forEach(LinkProxy::close);
        open.clear();
    }

    private void accept() {
        while (!isClosed) {
            try {
                Socket caller = server.accept();
                open.add(caller);
                start(() -> connect(caller));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket caller) {
        try {
            awaitCarrying();
            Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort);
            open.add(target);
            start(() -> copy(target, caller));
            copy(caller, target);
        } catch (IOException notThere) {
            close(caller);
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            to.setTcpNoDelay(true);
            for (int count = from.getInputStream().read(buffer);
                    count >= 0;
                    count = from.getInputStream().read(buffer)) {
                awaitCarrying();
                to.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException broken) {
            // One end is gone; the other learns of it by what follows.
        }
        close(from);
        close(to);
        open.remove(from);
        open.remove(to);
    }

    private synchronized void awaitCarrying() throws IOException {
        try {
            while (!isCarrying && !isClosed) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "link-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Closeable each) {
        try {
            each.close();
        } catch (IOException alreadyBroken) {
            // That is what was wanted.
        }
    }

    @Override
    public void close() {
        isClosed = true;
        carry(true);
        close(server);
        reset();
    }
}

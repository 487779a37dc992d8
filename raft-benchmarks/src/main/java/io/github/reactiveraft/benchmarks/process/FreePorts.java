package io.github.reactiveraft.benchmarks.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds ports of the loopback interface that nobody listens on, below those that systems give out by themselves. */
final class FreePorts {

    private static final int FIRST = 21_000;
    private static final int LAST = 31_000;

    /** Some systems take the next ports, too. */
    private static final int STEP = 10;

    private FreePorts() {}

    /** So many; each process looks somewhere else first. */
    static List<Integer> take(int count) {
        int places = (LAST - FIRST) / STEP;
        int start = (int) (ProcessHandle.current().pid() * count % places);
        List<Integer> free = new ArrayList<>();
        for (int i = 0; i < places && free.size() < count; i++) {
            int port = FIRST + (start + i) % places * STEP;
            if (isFree(port)) {
                free.add(port);
            }
        }
        if (free.size() < count) {
            throw new IllegalStateException("There are no " + count + " free ports from " + FIRST + " to " + LAST);
        }
        return free;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}

package io.github.reactiveraft.examples.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports of the loopback interface that nobody listens on. All are below those that systems give to clients, or a client
 * could sit on the port of a node that is down; and every process looks in another place first, so that two test runs at
 * once do not find the same.
 */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int PLACE_COUNT = 600;
    private static final int PLACE_SIZE = 20;

    private FreePorts() {}

    /** Finds so many. */
    public static List<Integer> find(int count) {
        long place = ProcessHandle.current().pid() % PLACE_COUNT;
        List<Integer> free = new ArrayList<>();
        for (int port = FIRST + PLACE_SIZE * (int) place; free.size() < count; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                free.add(socket.getLocalPort());
            } catch (IOException taken) {
                // The next one, then.
            }
        }
        return free;
    }
}

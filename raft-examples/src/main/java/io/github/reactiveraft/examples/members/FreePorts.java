package io.github.reactiveraft.examples.members;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds ports of the loopback interface that nobody listens on. */
public final class FreePorts {

    private static final int TRY_COUNT = 1000;

    private FreePorts() {}

    /** The first free ports after one; somebody else may take them before they are used, which then fails clearly. */
    public static List<Integer> after(int port, int count) {
        List<Integer> free = new ArrayList<>();
        for (int candidate = port + 1; candidate <= port + TRY_COUNT && free.size() < count; candidate++) {
            if (isFree(candidate)) {
                free.add(candidate);
            }
        }
        if (free.size() < count) {
            throw new StartFailure(
                    "There are no " + count + " free ports after " + port + ": choose another --port", null);
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

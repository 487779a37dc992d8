package io.github.reactiveraft.benchmarks.etcd;

import io.github.reactiveraft.benchmarks.system.MemberSpec;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server as a child process, which ends with this one however that ends. */
final class EtcdServer {

    /**
     * A shell between the two waits for the end of its standard input, which even a killed process leaves behind, and
     * kills the server then.
     */
    private static final String GUARD = "\"$@\" & server=$!; read -r end; kill -9 $server";

    private static final String MISSING =
            "there is no program etcd on the path: on Debian, apt-get install etcd-server";
    private static final int CONNECT_MILLIS = 100;
    private static final int MOST_ATTEMPTS = 200;

    private EtcdServer() {}

    /** Starts it, and waits until it listens; it may not serve anybody until a majority is there. */
    static void start(MemberSpec member) throws IOException, InterruptedException {
        if (!isInstalled()) {
            throw new IllegalStateException(MISSING);
        }
        List<String> words = new ArrayList<>(List.of("sh", "-c", GUARD, "sh"));
        words.addAll(EtcdCommand.of(member));
        File log = member.directory().resolve("etcd.log").toFile();
        Process guard = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        awaitListening(guard, member.addresses().get(member.number()), log);
    }

    static boolean isInstalled() {
        try {
            new ProcessBuilder("etcd", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void awaitListening(Process guard, String address, File log)
            throws IOException, InterruptedException {
        int colon = address.lastIndexOf(':');
        InetSocketAddress socketAddress =
                new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(socketAddress, CONNECT_MILLIS);
                return;
            } catch (IOException e) {
                if (guard.waitFor(CONNECT_MILLIS, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        throw new IOException("etcd does not listen at " + address + "; what it says is in " + log);
    }
}

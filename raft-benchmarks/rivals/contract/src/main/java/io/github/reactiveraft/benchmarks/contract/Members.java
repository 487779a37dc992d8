package io.github.reactiveraft.benchmarks.contract;

import io.github.reactiveraft.benchmarks.system.Ballast;
import io.github.reactiveraft.benchmarks.system.MeasuredSystem;
import io.github.reactiveraft.benchmarks.system.MemberSpec;
import io.github.reactiveraft.benchmarks.system.RunningMember;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Three members of a system in this process; nobody stops them but its end. */
record Members(List<String> addresses, List<RunningMember> running) {

    private static final int COUNT = 3;

    /** Longer than most defaults, so that a busy machine changes no leader. */
    private static final Duration ELECTION_TIMEOUT = Duration.ofSeconds(2);

    /** Starts them at the same time, since some do not return before others are there. */
    static Members start(MeasuredSystem system, boolean isDurable, long snapshotEntries)
            throws IOException, InterruptedException, ExecutionException {
        List<String> addresses = freeAddresses();
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "members");
        ExecutorService starters = Executors.newFixedThreadPool(COUNT);
        List<Future<RunningMember>> starting = new ArrayList<>();
        for (int number = 0; number < COUNT; number++) {
            Path own = Files.createDirectory(directory.resolve("member" + number));
            MemberSpec spec = new MemberSpec(
                    number, addresses, own, isDurable, ELECTION_TIMEOUT, snapshotEntries, new Ballast(1));
            starting.add(starters.submit(() -> system.serve(spec)));
        }
        List<RunningMember> running = new ArrayList<>();
        for (Future<RunningMember> member : starting) {
            running.add(member.get());
        }
        starters.shutdown();
        return new Members(addresses, List.copyOf(running));
    }

    /** Waits for it. */
    RunningMember leader() throws InterruptedException {
        for (int attempt = 0; attempt < 600; attempt++) {
            List<RunningMember> leaders =
                    running.stream().filter(RunningMember::isLeader).toList();
            if (leaders.size() == 1) {
                return leaders.get(0);
            }
            pause();
        }
        throw new AssertionError("no member, or more than one, takes itself for the leader");
    }

    static void pause() throws InterruptedException {
        // Nobody counts it down: these are other people's clocks and threads, which nothing here can move.
        boolean isOver = new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
        if (isOver) {
            throw new AssertionError();
        }
    }

    private static List<String> freeAddresses() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (int number = 0; number < COUNT; number++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            addresses.add("127.0.0.1:" + socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return addresses;
    }
}

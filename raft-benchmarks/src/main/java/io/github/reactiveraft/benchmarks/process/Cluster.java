package io.github.reactiveraft.benchmarks.process;

import io.github.reactiveraft.benchmarks.probe.LoadMain;
import io.github.reactiveraft.benchmarks.probe.LoadResult;
import io.github.reactiveraft.benchmarks.probe.LoadSpec;
import io.github.reactiveraft.benchmarks.probe.MemberMain;
import io.github.reactiveraft.benchmarks.probe.Mode;
import io.github.reactiveraft.benchmarks.probe.Words;
import io.github.reactiveraft.benchmarks.system.Ballast;
import io.github.reactiveraft.benchmarks.system.ClientSpec;
import io.github.reactiveraft.benchmarks.system.MemberSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Some members and a client, each in a process of its own. One thread at a time. */
public final class Cluster implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** What a load may take beyond its time: calls that are under way at the end, a stall. */
    private static final Duration MORE = Duration.ofSeconds(60);

    private final ClusterSpec spec;
    private final Path directory;
    private final List<String> addresses;
    private final List<MeasuredProcess> members = new ArrayList<>();
    private final MeasuredProcess client;
    /** Members that were killed, and not started again. */
    private final Set<Integer> down = new HashSet<>();

    private Cluster(ClusterSpec spec, Path directory) {
        this.spec = spec;
        this.directory = directory;
        this.addresses = FreePorts.take(spec.memberCount()).stream()
                .map(port -> "127.0.0.1:" + port)
                .toList();
        for (int i = 0; i < spec.memberCount(); i++) {
            members.add(startMember(i));
        }
        members.forEach(member -> member.await("ready", START));
        this.client = startClient();
    }

    /**
     * Starts one, where there is no other; comes back when a command was done.
     *
     * @throws IllegalStateException if it does not get that far; nothing is left of it then
     */
    public static Cluster start(ClusterSpec spec) {
        try {
            Files.createDirectories(spec.directory());
            Path directory = Files.createTempDirectory(spec.directory(), "benchmark-" + spec.system() + "-");
            Litter.all().add(directory);
            return start(spec, directory);
        } catch (IOException refused) {
            throw new UncheckedIOException("Cannot make a directory in " + spec.directory(), refused);
        }
    }

    private static Cluster start(ClusterSpec spec, Path directory) {
        try {
            Cluster cluster = new Cluster(spec, directory);
            cluster.leader();
            cluster.awaitFirst();
            return cluster;
        } catch (IllegalStateException failure) {
            Litter.all().remove();
            throw failure;
        }
    }

    private MeasuredProcess startMember(int number) {
        Path data = directory.resolve("n" + (number + 1));
        try {
            Files.createDirectories(data);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        MemberSpec member = new MemberSpec(
                number,
                addresses,
                data,
                spec.isDurable(),
                spec.electionTimeout(),
                spec.snapshotEntries(),
                new Ballast(spec.ballastMib()));
        return start("n" + (number + 1), MemberMain.class, MemberMain.arguments(spec.system(), member));
    }

    private MeasuredProcess startClient() {
        ClientSpec connecting = new ClientSpec(addresses, spec.inFlight());
        MeasuredProcess started = start("client", LoadMain.class, LoadMain.arguments(spec.system(), connecting));
        started.await("ready", START);
        return started;
    }

    private MeasuredProcess start(String name, Class<?> main, Words arguments) {
        List<String> command = new ArrayList<>(List.of("-Xmx" + spec.heap(), "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(spec.javaOptions());
        command.addAll(List.of("-cp", ClassPaths.of(spec.system()), main.getName()));
        command.addAll(List.of(arguments.line().split(" ")));
        return MeasuredProcess.start(name, directory, command);
    }

    /** Waits until a command is done; when that was, as {@link System#nanoTime} tells. */
    public long awaitFirst() {
        LoadSpec one =
                LoadSpec.closed(Mode.WRITE, Long.BYTES, 1, Duration.ZERO, START).withPause(PAUSE);
        return client.ask(one.words("first"), "first", START.plus(MORE)).number("at");
    }

    /** Who leads, waiting until somebody does. */
    public int leader() {
        long begunAt = System.nanoTime();
        do {
            for (int i = 0; i < spec.memberCount(); i++) {
                if (isLeader(i)) {
                    return i;
                }
            }
            Pause.of(PAUSE);
        } while (System.nanoTime() - begunAt < START.toNanos());
        throw new IllegalStateException("Nobody leads");
    }

    private boolean isLeader(int member) {
        return !down.contains(member)
                && Boolean.parseBoolean(members.get(member)
                        .ask(Words.of("leader?"), "leader", ANSWER)
                        .text("is"));
    }

    /** What a load came to, and what it cost. */
    public record Measured(LoadResult result, Reading cost) {}

    /** Puts a load on it. */
    public Measured load(LoadSpec load) {
        return load(client, load, true);
    }

    /** Puts a load on it from inside of a member, which can answer nothing else meanwhile. */
    public Measured loadEmbedded(int member, LoadSpec load) {
        return load(members.get(member), load, false);
    }

    private Measured load(MeasuredProcess caller, LoadSpec load, boolean areMembersFree) {
        caller.say(load.words("load").line());
        caller.await("begun", load.warmUp().plus(MORE));
        Reading before = reading(areMembersFree);
        caller.await("ended", load.time().plus(MORE));
        Reading after = reading(areMembersFree);
        LoadResult result = LoadResult.of(caller.await("result", MORE));
        return new Measured(result, after.since(before));
    }

    private Reading reading(boolean areMembersFree) {
        List<Words> costs = areMembersFree
                ? IntStream.range(0, members.size())
                        .filter(number -> !down.contains(number))
                        .mapToObj(number -> members.get(number).ask(Words.of("cost?"), "cost", ANSWER))
                        .toList()
                : List.of();
        return Reading.now(serverHandles(), client.handles(), sum(costs, "forces"), sum(costs, "allocated"));
    }

    /** Negative if one of them does not know. */
    private static long sum(List<Words> costs, String name) {
        long[] each = costs.stream().mapToLong(cost -> cost.number(name)).toArray();
        return each.length == 0 || Arrays.stream(each).anyMatch(one -> one < 0)
                ? -1
                : Arrays.stream(each).sum();
    }

    private List<ProcessHandle> serverHandles() {
        return members.stream().flatMap(member -> member.handles().stream()).toList();
    }

    /** The most memory that any member ever had. */
    public long peakMemoryBytes() {
        return members.stream()
                .mapToLong(member -> member.handles().stream()
                        .mapToLong(each -> Proc.peakMemoryBytes(each.pid()))
                        .sum())
                .max()
                .orElse(0);
    }

    /**
     * How far a member has applied what was replicated, as its system counts.
     *
     * @throws IllegalStateException if it does not tell
     */
    public long applied(int member) {
        long index =
                members.get(member).ask(Words.of("applied?"), "applied", ANSWER).number("index");
        if (index < 0) {
            throw new IllegalStateException(spec.system() + " does not tell how far a member has applied the log");
        }
        return index;
    }

    /** Bytes in use on a member's heap once all garbage is gone. */
    public long heapBytes(int member) {
        return members.get(member).ask(Words.of("heap?"), "heap", ANSWER).number("used");
    }

    /** How long the disk that members write to takes to make a few bytes durable, in microseconds; when nobody writes. */
    public double forceMicros() {
        return DiskProbe.forceMicros(directory);
    }

    /** What was sent over the loopback interface so far, by anybody. */
    public static long loopbackBytes() {
        return Proc.loopbackBytes();
    }

    /** How many members it has. */
    public int memberCount() {
        return spec.memberCount();
    }

    /** Has the client watch all changes, so many times more. */
    public void watch(int count) {
        client.ask(Words.of("watch").with("count", count), "watching", ANSWER);
    }

    /** Connects more clients, in the client's process, of which each has done a command and then rests. */
    public void connectMore(int count) {
        client.ask(Words.of("connect").with("count", count), "connected", ANSWER.plus(MORE));
    }

    /** Lets the client begin a load that goes on to its end. */
    public void beginLoad(LoadSpec load) {
        client.ask(load.words("begin"), "begun", ANSWER);
    }

    /** When the first call of that load was done that began after an instant; as {@link System#nanoTime} tells. */
    public long doneAt(long after, Duration patience) {
        Words question = Words.of("done?").with("after", after).with("patience", patience.toMillis());
        return client.ask(question, "done", patience.plus(ANSWER)).number("at");
    }

    /** As {@code kill -9}; comes back when it is gone. */
    public void kill(int member) {
        down.add(member);
        members.get(member).close();
    }

    /**
     * As {@code kill -STOP}: to all others much as if its host could be reached no more, for nothing is answered and no connection
     * closed; only that its kernel still takes what is sent.
     */
    public void freeze(int member) {
        members.get(member).handles().forEach(each -> Proc.stop(each.pid()));
    }

    /** Starts one again that was killed; comes back when it runs. */
    public void restart(int member) {
        MeasuredProcess again = startMember(member);
        members.set(member, again);
        again.await("ready", START);
        down.remove(member);
    }

    /** Starts all of them again that were killed, at the same time. */
    public void restartAll() {
        for (int i = 0; i < spec.memberCount(); i++) {
            members.set(i, startMember(i));
        }
        members.forEach(member -> member.await("ready", START));
        down.clear();
    }

    @Override
    public void close() {
        client.close();
        members.forEach(MeasuredProcess::close);
        Litter.all().remove(directory);
    }
}

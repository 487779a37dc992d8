package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.examples.kv.KvCommand;
import io.github.reactiveraft.examples.kv.KvOutput;
import io.github.reactiveraft.examples.kv.KvOutput.Stored;
import io.github.reactiveraft.examples.kv.KvQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One subscriber asks for a change a second, another for all there are, while very many happen: both are told what is right,
 * in order, and the memory of nodes and client stays what it is.
 */
final class SlowSubscriberRun {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final int SAMPLE_COUNT = 10;
    /** How much more may be in use at the end than after the first tenth: what fills up once, like the ring of changes. */
    private static final long SLACK = 48L * 1024 * 1024;

    private static final List<String> OPTIONS =
            List.of("--segment-bytes", Integer.toString(16 * 1024 * 1024), "--snapshot-entries", "100000");

    private final Path directory;
    private final Consumer<String> progress;
    private final List<String> violations = new ArrayList<>();

    SlowSubscriberRun(Path directory, Consumer<String> progress) {
        this.directory = directory;
        this.progress = progress;
    }

    /**
     * How it ended.
     *
     * @param verdict in one word
     * @param changes how many there were
     * @param fast how many the fast subscriber was told of
     * @param slow how many the slow one was told of before it was told that it has fallen behind
     * @param isSlowTold whether it was told that
     * @param liveMib the most that was in use on any heap, garbage collected, at each tenth: of the nodes
     * @param clientLiveMib the same of the client's process
     * @param violations what must not be, empty if all is well
     */
    record Result(
            String verdict,
            int changes,
            long fast,
            long slow,
            boolean isSlowTold,
            List<Long> liveMib,
            List<Long> clientLiveMib,
            List<String> violations)
            implements Outcome {}

    /** Asks for one at a time, checks that they count up from 1. */
    private final class Counting extends BaseSubscriber<Change<KvOutput>> {

        private final String name;
        private final boolean isSlow;
        private final AtomicLong count = new AtomicLong();
        private final AtomicBoolean isTold = new AtomicBoolean();

        private Counting(String name, boolean isSlow) {
            this.name = name;
            this.isSlow = isSlow;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            if (!isSlow) {
                requestUnbounded();
            }
        }

        @Override
        protected void hookOnNext(Change<KvOutput> change) {
            long expected = count.incrementAndGet();
            if (!(change.value() instanceof Stored stored) || Long.parseLong(stored.value()) != expected) {
                violate(name + " was told " + change + " where " + expected + " comes next");
            }
        }

        @Override
        protected void hookOnError(Throwable failure) {
            isTold.set(true);
            if (!isSlow || !(failure instanceof RaftException.Compacted)) {
                violate(name + " ended: " + failure);
            }
        }
    }

    private synchronized void violate(String what) {
        violations.add(what);
    }

    Result run(int changeCount) {
        Counting fast = new Counting("the fast subscriber", false);
        Counting slow = new Counting("the slow subscriber", true);
        List<Long> live = new ArrayList<>();
        List<Long> clientLive = new ArrayList<>();
        try (EvidenceCluster cluster = new EvidenceCluster(directory, "kv-node", OPTIONS, (from, to, port) -> port);
                KvClients clients = new KvClients(cluster)) {
            IntStream.range(0, EvidenceCluster.NODE_COUNT).forEach(cluster::start);
            cluster.awaitWhole();
            clients.connect(PATIENCE).watch(1).subscribe(fast);
            clients.connect(PATIENCE).watch(1).subscribe(slow);
            Disposable pace = Flux.interval(PACE).subscribe(second -> slow.request(1));
            RaftClient<KvCommand, KvQuery, KvOutput> writer = clients.connect(PATIENCE);
            for (int tenth = 1; tenth <= SAMPLE_COUNT; tenth++) {
                int from = changeCount / SAMPLE_COUNT * (tenth - 1);
                int upTo = tenth == SAMPLE_COUNT ? changeCount : changeCount / SAMPLE_COUNT * tenth;
                writer.submitAll(Flux.range(from + 1, upTo - from).map(SlowSubscriberRun::put))
                        .then()
                        .block(LIMIT);
                sample(cluster, live, clientLive, upTo, slow);
            }
            await(cluster, "All changes at the fast subscriber", () -> fast.count.get() >= changeCount);
            pace.dispose();
            slow.requestUnbounded();
            await(cluster, "An end of the slow subscriber", () -> slow.isTold.get() || slow.count.get() >= changeCount);
            fast.dispose();
            slow.dispose();
        } catch (IllegalStateException failure) {
            violate(String.valueOf(failure.getMessage()));
        }
        requireFlat("the nodes", live);
        requireFlat("the client", clientLive);
        return new Result(
                Outcome.verdict(violations),
                changeCount,
                fast.count.get(),
                slow.count.get(),
                slow.isTold.get(),
                mib(live),
                mib(clientLive),
                violations);
    }

    private static KvCommand put(int number) {
        return new KvCommand.Put("k", Integer.toString(number), Optional.empty());
    }

    private void sample(EvidenceCluster cluster, List<Long> live, List<Long> clientLive, int upTo, Counting slow) {
        long most = 0;
        for (int node = 0; node < EvidenceCluster.NODE_COUNT; node++) {
            most = Math.max(
                    most, cluster.await("A node's memory", cluster.client(node).liveBytes()));
        }
        live.add(most);
        clientLive.add(LiveMemory.bytes());
        progress.accept(String.format(
                Locale.ROOT,
                "%8d changes, %4d of them told to the slow subscriber; in use: nodes %3d MiB, client %3d MiB",
                upTo,
                slow.count.get(),
                mib(live).get(live.size() - 1),
                mib(clientLive).get(clientLive.size() - 1)));
    }

    private static List<Long> mib(List<Long> bytes) {
        return bytes.stream().map(each -> each >> 20).toList();
    }

    private static void await(EvidenceCluster cluster, String what, BooleanSupplier isSo) {
        cluster.await(what, Mono.fromSupplier(isSo::getAsBoolean).filter(so -> so));
    }

    private void requireFlat(String whose, List<Long> live) {
        if (!live.isEmpty() && live.get(live.size() - 1) > live.get(0) + SLACK) {
            violate("The memory of " + whose + " grew: " + mib(live) + " MiB");
        }
    }
}

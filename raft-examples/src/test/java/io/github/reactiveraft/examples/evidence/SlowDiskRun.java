package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.examples.kv.KvCommand;
import io.github.reactiveraft.examples.kv.KvOutput;
import io.github.reactiveraft.examples.kv.KvOutput.Done;
import io.github.reactiveraft.examples.kv.KvQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Offers three nodes on slow disks far more than these can take: the disks are busy all the time, what is too much is refused at
 * once, memory stays bounded, and nothing that was acknowledged is lost.
 */
final class SlowDiskRun {

    static final int VALUE_BYTES = 4_096;

    private static final int CALLER_COUNT = 20_000;
    private static final int KEY_COUNT = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String PADDING = "x".repeat(VALUE_BYTES - 20);

    /** Of what the disk takes in a second, so much at least are acknowledged commands and the room that was made for them. */
    private static final double LEAST_SHARE = 0.7;

    /** A log file is written full of zeros before it is written to. */
    private static final int WRITTEN_TIMES = 2;

    /** Of a node that has queues full of commands, a state, a tail of the log and a ring of changes. */
    private static final long MOST_LIVE_BYTES = 200L * 1024 * 1024;

    private final Path directory;
    private final long diskRate;
    private final Consumer<String> progress;
    private final List<String> violations = new ArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicLong overloadCount = new AtomicLong();
    private final AtomicLong failureCount = new AtomicLong();
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Long> watched = ConcurrentHashMap.newKeySet();

    SlowDiskRun(Path directory, long diskRate, Consumer<String> progress) {
        this.directory = directory;
        this.diskRate = diskRate;
        this.progress = progress;
    }

    /**
     * How it ended.
     *
     * @param verdict in one word
     * @param diskBytesPerSecond what each node's disk takes
     * @param acknowledged commands of 4 KiB that were done
     * @param overloaded commands that were refused because too much waited
     * @param failed commands that came to another end
     * @param shareOfDisk what the disk wrote for acknowledged commands while all queues were full, as a share of what it takes
     * @param liveMib the most that was in use on any node's heap, garbage collected, while the load went on
     * @param violations what must not be, empty if all is well
     */
    record Result(
            String verdict,
            long diskBytesPerSecond,
            int acknowledged,
            long overloaded,
            long failed,
            double shareOfDisk,
            long liveMib,
            List<String> violations)
            implements Outcome {}

    Result run(Duration duration) {
        double share = 0;
        long live = 0;
        List<String> options = List.of(
                "--segment-bytes", Integer.toString(4 * 1024 * 1024),
                "--snapshot-entries", "1000000",
                "--disk-rate", Long.toString(diskRate));
        try (EvidenceCluster cluster = new EvidenceCluster(directory, "kv-node", options, (from, to, port) -> port);
                KvClients clients = new KvClients(cluster)) {
            IntStream.range(0, EvidenceCluster.NODE_COUNT).forEach(cluster::start);
            cluster.awaitWhole();
            Disposable watching = clients.connect(PATIENCE)
                    .watch(1)
                    .subscribe(
                            change -> watched.add(change.index()), failure -> violate("The watch ended: " + failure));
            RaftClient<KvCommand, KvQuery, KvOutput> client = clients.connect(PATIENCE);
            long startedAt = System.nanoTime();
            Mono<Void> load = Flux.range(0, CALLER_COUNT)
                    .flatMap(caller -> calls(client, startedAt + duration.toNanos()), CALLER_COUNT)
                    .then()
                    .cache();
            load.subscribe();
            Mono.delay(duration.dividedBy(5)).block();
            long fullFrom = System.nanoTime();
            int acknowledgedBefore = acknowledged.size();
            for (int i = 1; i <= 3; i++) {
                Mono.delay(duration.dividedBy(5)).block();
                live = Math.max(live, liveBytes(cluster));
                progress.accept(acknowledged.size() + " acknowledged, " + overloadCount + " overloaded, " + failureCount
                        + " failed; in use: " + (live >> 20) + " MiB");
            }
            double seconds = (System.nanoTime() - fullFrom) / 1e9;
            long bytes = (long) WRITTEN_TIMES * VALUE_BYTES * (acknowledged.size() - acknowledgedBefore);
            share = Math.round(100.0 * bytes / seconds / diskRate) / 100.0;
            load.block(END);
            cluster.await(
                    "What was acknowledged, at the watcher",
                    Mono.fromSupplier(() -> watched.containsAll(acknowledged)).filter(isThere -> isThere));
            watching.dispose();
        } catch (IllegalStateException failure) {
            violate(String.valueOf(failure.getMessage()));
        }
        check(share, live);
        return new Result(
                Outcome.verdict(violations),
                diskRate,
                acknowledged.size(),
                overloadCount.get(),
                failureCount.get(),
                share,
                live >> 20,
                violations);
    }

    private void check(double share, long live) {
        if (share < LEAST_SHARE) {
            violate("Only " + share + " of what the disk takes was acknowledged");
        }
        if (overloadCount.get() == 0) {
            violate("Nothing was refused, though far too much was offered");
        }
        if (failureCount.get() > 0) {
            violate(failureCount + " commands came to another end");
        }
        if (live > MOST_LIVE_BYTES) {
            violate("A node had " + (live >> 20) + " MiB in use");
        }
    }

    private synchronized void violate(String what) {
        violations.add(what);
    }

    private static long liveBytes(EvidenceCluster cluster) {
        return IntStream.range(0, EvidenceCluster.NODE_COUNT)
                .mapToLong(node ->
                        cluster.await("A node's memory", cluster.client(node).liveBytes()))
                .max()
                .orElseThrow();
    }

    private Mono<Void> calls(RaftClient<KvCommand, KvQuery, KvOutput> client, long end) {
        return Mono.defer(() -> client.submit(put(numbers.incrementAndGet())))
                .doOnNext(done -> acknowledged.add(((Done) done).version()))
                .onErrorResume(RaftException.Overloaded.class, tooMuch -> {
                    overloadCount.incrementAndGet();
                    return Mono.delay(PAUSE).then(Mono.empty());
                })
                .onErrorResume(RaftException.class, failure -> {
                    failureCount.incrementAndGet();
                    progress.accept("failed: " + failure);
                    return Mono.empty();
                })
                .repeat(() -> System.nanoTime() < end)
                .then();
    }

    private static KvCommand put(int number) {
        return new KvCommand.Put("k" + number % KEY_COUNT, number + PADDING, Optional.empty());
    }
}

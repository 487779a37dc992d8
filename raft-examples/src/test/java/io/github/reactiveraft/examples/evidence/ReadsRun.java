package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.examples.kv.KvCommand;
import io.github.reactiveraft.examples.kv.KvOutput;
import io.github.reactiveraft.examples.kv.KvQuery;
import io.github.reactiveraft.examples.process.FreePorts;
import io.github.reactiveraft.examples.process.JavaProcess;
import io.rsocket.RSocket;
import io.rsocket.core.RSocketConnector;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.util.DefaultPayload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Linearizable reads beside a bare echo over RSocket and beside writes, in turns. */
final class ReadsRun {

    private static final int IN_FLIGHT = 256;
    private static final int ROUND_COUNT = 3;

    /** Rounds before them, which do not count. */
    private static final int WARM_UP_COUNT = 2;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Of what an echo reaches, so much a read has to, at least. */
    private static final double LEAST_SHARE = 0.6;

    /** Of the processor time that a write costs the servers, so much a read may, at most. */
    private static final double MOST_CPU = 1.0 / 3;

    private static final List<String> OPTIONS =
            List.of("--segment-bytes", Integer.toString(16 * 1024 * 1024), "--snapshot-entries", "1000000");

    private final Path directory;
    private final Duration duration;
    private final Consumer<String> progress;

    ReadsRun(Path directory, Duration duration, Consumer<String> progress) {
        this.directory = directory;
        this.duration = duration;
        this.progress = progress;
    }

    /**
     * How it ended.
     *
     * @param verdict in one word
     * @param echoesPerSecond median
     * @param readsPerSecond median
     * @param writesPerSecond median
     * @param readsToEchoes the median of the rounds' ratios
     * @param cpuOfReadToWrite servers' processor time of one read to that of one write, the median of the rounds' ratios
     * @param violations what must not be, empty if all is well
     */
    record Result(
            String verdict,
            long echoesPerSecond,
            long readsPerSecond,
            long writesPerSecond,
            double readsToEchoes,
            double cpuOfReadToWrite,
            List<String> violations)
            implements Outcome {}

    /** How many were done a second, and what each cost the servers. */
    private record Sample(double perSecond, double cpuNanos) {}

    Result run() {
        // The first ones are those that the cluster is about to take.
        int port = FreePorts.find(2 * EvidenceCluster.NODE_COUNT + 1).get(2 * EvidenceCluster.NODE_COUNT);
        List<Sample> echoes = new ArrayList<>();
        List<Sample> reads = new ArrayList<>();
        List<Sample> writes = new ArrayList<>();
        Path echoDirectory = directory.resolve("echo");
        try (JavaProcess echo = Programs.start(echoDirectory, List.of("echo", "--port", Integer.toString(port)));
                EvidenceCluster cluster =
                        new EvidenceCluster(directory, "kv-node", OPTIONS, (from, to, direct) -> direct);
                KvClients clients = new KvClients(cluster)) {
            IntStream.range(0, EvidenceCluster.NODE_COUNT).forEach(cluster::start);
            cluster.awaitWhole();
            RSocket bare = Objects.requireNonNull(RSocketConnector.create()
                    .payloadDecoder(PayloadDecoder.ZERO_COPY)
                    .connect(TcpClientTransport.create("127.0.0.1", port))
                    .retryWhen(Retry.fixedDelay(100, Duration.ofMillis(100)))
                    .block(LIMIT));
            RaftClient<KvCommand, KvQuery, KvOutput> client = clients.connect(LIMIT);
            client.submit(new KvCommand.Put("k", "v", Optional.empty())).block(LIMIT);
            byte[] query = KvQuery.CODEC.encode(new KvQuery.Get("k"));
            Supplier<Mono<?>> oneEcho =
                    () -> bare.requestResponse(DefaultPayload.create(query)).doOnNext(payload -> payload.release());
            Supplier<Mono<?>> oneRead = () -> client.read(new KvQuery.Get("k"));
            Supplier<Mono<?>> oneWrite = () -> client.submit(new KvCommand.Put("k", "v", Optional.empty()));
            List<JavaProcess> nodes = IntStream.range(0, EvidenceCluster.NODE_COUNT)
                    .mapToObj(cluster::process)
                    .toList();
            for (int round = 1 - WARM_UP_COUNT; round <= ROUND_COUNT; round++) {
                Sample ofEcho = measure(oneEcho, List.of(echo));
                Sample ofRead = measure(oneRead, nodes);
                Sample ofWrite = measure(oneWrite, nodes);
                progress.accept(String.format(
                        Locale.ROOT,
                        "round %2d: %7.0f echoes/s, %7.0f reads/s, %7.0f writes/s; servers' CPU: %5.1f us a read, %5.1f us a write",
                        round,
                        ofEcho.perSecond(),
                        ofRead.perSecond(),
                        ofWrite.perSecond(),
                        ofRead.cpuNanos() / 1_000,
                        ofWrite.cpuNanos() / 1_000));
                if (round > 0) {
                    echoes.add(ofEcho);
                    reads.add(ofRead);
                    writes.add(ofWrite);
                }
            }
            bare.dispose();
        }
        return result(echoes, reads, writes);
    }

    private Sample measure(Supplier<Mono<?>> operation, List<JavaProcess> servers) {
        AtomicLong count = new AtomicLong();
        Duration cpuBefore = cpuTime(servers);
        long startedAt = System.nanoTime();
        long end = startedAt + duration.toNanos();
        Flux.range(0, IN_FLIGHT)
                .flatMap(
                        i -> Mono.defer(operation)
                                .doOnNext(done -> count.incrementAndGet())
                                .repeat(() -> System.nanoTime() < end)
                                .then(),
                        IN_FLIGHT)
                .blockLast(duration.plus(LIMIT));
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        long cpu = cpuTime(servers).minus(cpuBefore).toNanos();
        return new Sample(count.get() / seconds, (double) cpu / count.get());
    }

    private static Duration cpuTime(List<JavaProcess> servers) {
        return servers.stream().map(JavaProcess::cpuTime).reduce(Duration.ZERO, Duration::plus);
    }

    private static Result result(List<Sample> echoes, List<Sample> reads, List<Sample> writes) {
        double toEchoes = median(IntStream.range(0, ROUND_COUNT)
                .mapToDouble(i -> reads.get(i).perSecond() / echoes.get(i).perSecond())
                .toArray());
        double toWrites = median(IntStream.range(0, ROUND_COUNT)
                .mapToDouble(i -> reads.get(i).cpuNanos() / writes.get(i).cpuNanos())
                .toArray());
        List<String> violations = new ArrayList<>();
        if (toEchoes < LEAST_SHARE) {
            violations.add("Reads reach " + toEchoes + " of the echoes, less than " + LEAST_SHARE);
        }
        if (toWrites > MOST_CPU) {
            violations.add("A read costs " + toWrites + " of a write's processor time, more than a third");
        }
        return new Result(
                Outcome.verdict(violations),
                Math.round(perSecond(echoes)),
                Math.round(perSecond(reads)),
                Math.round(perSecond(writes)),
                toEchoes,
                toWrites,
                violations);
    }

    private static double perSecond(List<Sample> samples) {
        return median(samples.stream().mapToDouble(Sample::perSecond).toArray());
    }

    private static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return Math.round(1000 * sorted[sorted.length / 2]) / 1000.0;
    }
}

package io.github.reactiveraft.benchmarks.micro;

import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.benchmarks.ours.BallastCounter;
import io.github.reactiveraft.core.RaftServer;
import io.github.reactiveraft.core.storage.MemoryStorage;
import io.github.reactiveraft.transport.rsocket.RSocketRaftTransport;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Flux;

/** A node of its own, with a log in memory: what the loop and its threads cost without network and disk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 5)
public class LoopBenchmark {

    private static final int MANY = 1_000;

    private final byte[] command = new byte[256];
    private RaftNode<byte[], Long, Long> node = start();

    /** Made by JMH. */
    public LoopBenchmark() {}

    private static RaftNode<byte[], Long, Long> start() {
        return Objects.requireNonNull(RaftServer.of(
                        new BallastCounter(),
                        RaftSettings.of(s -> s.cluster("loop").node("n1").members("n1")))
                .transport(RSocketRaftTransport.listening("127.0.0.1:0"))
                .storage(new MemoryStorage())
                .start()
                .block());
    }

    /** Waits until it leads. */
    @Setup
    public void lead() {
        node.leaders().filter(change -> change.leader().isPresent()).blockFirst();
    }

    /** Stops it. */
    @TearDown
    public void stop() {
        node.close().block();
    }

    /** One command, there and back. */
    @Benchmark
    public @Nullable Long command() {
        return node.submit(command).block();
    }

    /** A thousand, 64 at a time; the time of one. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public @Nullable Long commands() {
        return Flux.range(0, MANY).flatMap(i -> node.submit(command), 64).blockLast();
    }

    /** One linearizable read, there and back. */
    @Benchmark
    public @Nullable Long read() {
        return node.read(0L).block();
    }
}

package io.github.reactiveraft.benchmarks.micro;

import io.github.reactiveraft.benchmarks.ours.BallastCounter;
import io.github.reactiveraft.test.ClusterNode;
import io.github.reactiveraft.test.RaftCluster;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A simulated cluster of three in virtual time: how long a test waits for it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class SimulatorBenchmark {

    private static final int COMMANDS = 100;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Without ballast, which the counter forgets: the simulator compares what is applied with what was committed. */
    private final byte[] command = new byte[Long.BYTES];

    private RaftCluster<byte[], Long, Long> cluster = RaftCluster.simulated(BallastCounter::new);

    /** Made by JMH. */
    public SimulatorBenchmark() {}

    /** A cluster with a leader; a new one now and then, for it remembers all that happens in it. */
    @Setup(Level.Iteration)
    public void start() {
        cluster = RaftCluster.simulated(BallastCounter::new);
        cluster.awaitLeader().block();
    }

    /** From the start of three nodes to a leader. */
    @Benchmark
    public @Nullable ClusterNode<byte[], Long, Long> election() {
        return RaftCluster.simulated(BallastCounter::new).awaitLeader().block();
    }

    /** A minute in which nobody asks for anything: heartbeats. */
    @Benchmark
    public Duration idleMinute() {
        cluster.advance(MINUTE);
        return cluster.elapsed();
    }

    /** A hundred commands at the same time, replicated and applied. */
    @Benchmark
    public @Nullable Long hundredCommands() {
        return cluster.drive(Flux.range(0, COMMANDS).flatMap(i -> Mono.defer(() -> cluster.submit(command)), COMMANDS))
                .blockLast();
    }
}

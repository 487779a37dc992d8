package io.github.reactiveraft.benchmarks.micro;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.benchmarks.ours.BallastCounter;
import io.github.reactiveraft.core.replicated.Applied;
import io.github.reactiveraft.core.replicated.Replica;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A hundred entries, made for it, applied: of a session, or of none. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SessionBenchmark {

    private static final long SESSION = 1;

    private final Replica<byte[], Long> replica = new Replica<>(new BallastCounter());
    private long lastIndex = SESSION;

    /** Made by JMH. */
    public SessionBenchmark() {
        EntryBatch opening = EntryBatch.encode(SESSION, 1, 1, List.of(Proposal.openSession(Duration.ofHours(1))));
        replica.apply(opening, SESSION);
    }

    /** Each is looked up, executed, and its answer kept. */
    @Benchmark
    public void ofASession(Blackhole results) {
        apply(Entries.proposals(SESSION, lastIndex + 1), results);
    }

    /** Each is executed. */
    @Benchmark
    public void ofNone(Blackhole results) {
        apply(Entries.proposals(), results);
    }

    private void apply(List<Proposal> proposals, Blackhole results) {
        EntryBatch batch = EntryBatch.encode(lastIndex + 1, 1, 1, proposals);
        for (long index = batch.firstIndex(); index <= batch.lastIndex(); index++) {
            Applied<Long> applied = replica.apply(batch, index);
            results.consume(applied);
        }
        lastIndex = batch.lastIndex();
    }
}

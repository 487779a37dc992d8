package io.github.reactiveraft.benchmarks.micro;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.core.protocol.Effect;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.RaftCore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A follower of the pure core. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProtocolBenchmark {

    private static final long TERM = 2;

    private final Sender leader = new Sender(Entries.OTHER, Incarnation.of(2));
    private final RaftCore core = new RaftCore(
            Entries.SELF,
            new Recovered(Incarnation.of(1), HardState.INITIAL.inTerm(TERM, null), List.of(), 0, 0, Entries.MEMBERS));

    private long rpcId;
    private long lastIndex;

    /** Made by JMH. */
    public ProtocolBenchmark() {}

    /** A request without entries. */
    @Benchmark
    public List<Effect> heartbeat() {
        return core.step(append(EntryBatch.empty()));
    }

    /** A request with a hundred entries, made for it, and the news that they are on disk. */
    @Benchmark
    public List<Effect> entries() {
        List<Effect> effects = core.step(append(Entries.batch(lastIndex + 1, TERM)));
        lastIndex += Entries.COUNT;
        long writeId = effects.stream()
                .mapToLong(effect -> effect instanceof Effect.Persist persist ? persist.writeId() : 0)
                .max()
                .orElseThrow();
        return core.step(new Event.Persisted(writeId));
    }

    private Event.AppendReceived append(EntryBatch entries) {
        EntryId previous = lastIndex == 0 ? EntryId.NONE : new EntryId(TERM, lastIndex);
        return new Event.AppendReceived(
                ++rpcId, leader, new AppendEntries(TERM, Entries.OTHER, previous, lastIndex, entries));
    }
}

package io.github.reactiveraft.benchmarks.micro;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.transport.rsocket.RaftFrames;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A hundred entries as bytes, and a request with them as a frame; both ways with all checks. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

    private static final int MIB = 1024 * 1024;

    private final List<Proposal> proposals = Entries.proposals();
    private final EntryBatch batch = Entries.batch(1, 1);
    private final byte[] bytes = bytes(batch);
    private final RaftFrames sending = frames(new Sender(Entries.OTHER, Incarnation.of(2)));
    private final RaftFrames receiving = frames(new Sender(Entries.SELF, Incarnation.of(1)));
    private final RaftRequest request = new AppendEntries(1, Entries.OTHER, EntryId.NONE, 0, batch);
    private final byte[] frame = sending.encode(Entries.SELF, request);

    /** Made by JMH. */
    public CodecBenchmark() {}

    private static byte[] bytes(EntryBatch batch) {
        byte[] bytes = new byte[batch.byteCount()];
        batch.bytes().get(bytes);
        return bytes;
    }

    private static RaftFrames frames(Sender self) {
        return RaftFrames.of(new LocalNode("benchmark", "main", self, MIB, MIB));
    }

    /** Commands become entries. */
    @Benchmark
    public EntryBatch encodeEntries() {
        return EntryBatch.encode(1, 1, 1, proposals);
    }

    /** Bytes become entries. */
    @Benchmark
    public EntryBatch decodeEntries() {
        return EntryBatch.decode(bytes, 0, bytes.length, MIB);
    }

    /** A request becomes a frame. */
    @Benchmark
    public byte[] encodeFrame() {
        return sending.encode(Entries.SELF, request);
    }

    /** A frame becomes a request. */
    @Benchmark
    public RaftFrames.Received decodeFrame() {
        return receiving.decodeRequest(frame);
    }
}

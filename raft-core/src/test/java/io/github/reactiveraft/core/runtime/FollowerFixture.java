package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.sender;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotPiece;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.core.RaftServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** A whole node, n1 of three, that follows n2 of term 7 or 8; time and the disk are in the hands of the test. */
class FollowerFixture {

    final Bench bench = new Bench();
    final HandLane disk = bench.io;
    final HookedSnapshots snapshots = bench.storage.snapshots();
    final List<RaftResponse> answers = new ArrayList<>();
    final List<Throwable> ends = new ArrayList<>();
    Adder machine = new Adder();
    private final Wires wires = new Wires();
    private final Map<EntryId, Bytes> images = new HashMap<>();
    private Wires.End door = wires.transport(N1);

    FollowerFixture() {
        LocalNode leader = new LocalNode("test", "main", sender(N2), 1024 * 1024, 1024 * 1024);
        wires.transport(N2)
                .start(
                        leader,
                        (from, request) ->
                                request instanceof FetchSnapshot fetch ? Mono.just(piece(fetch)) : Mono.never())
                .subscribe();
    }

    private RaftResponse piece(FetchSnapshot fetch) {
        Bytes image = Objects.requireNonNull(images.get(fetch.lastIncluded()));
        return new SnapshotPiece(
                fetch.lastIncluded(), fetch.offset(), Images.piece(image, fetch.offset(), fetch.maxBytes()));
    }

    /** Starts n1 and lets its disk be read. */
    RaftNode<Long, Long, Long> start() {
        RaftNode<Long, Long, Long> node = startOnly();
        disk.runAll();
        return node;
    }

    /** Starts n1, with the restoring of what its disk held still to come. */
    RaftNode<Long, Long, Long> startOnly() {
        List<RaftNode<Long, Long, Long>> started = new ArrayList<>();
        door = wires.transport(N1);
        RaftServer.of(machine, Words.settings(bench.limits, bench.policy, "n1", "n1", "n2", "n3"))
                .transport(door)
                .storage(bench.storage)
                .lanes(bench.loop, disk)
                .time(bench.time)
                .random(bench.random)
                .observe(bench.observer)
                .start()
                .subscribe(started::add, ends::add);
        disk.runNext();
        RaftNode<Long, Long, Long> node = started.get(0);
        node.terminated().subscribe(ignored -> {}, ends::add);
        return node;
    }

    void close(RaftNode<Long, Long, Long> node) {
        node.close().subscribe();
        disk.runAll();
    }

    /** A snapshot that the leader has: of a sum, up to an index. */
    InstallSnapshot snapshot(long term, long index, long sum) {
        return snapshot(term, Words.snapshot(index), sum);
    }

    InstallSnapshot snapshot(long term, SnapshotMeta meta, long sum) {
        Bytes image = Images.of(meta, Codec.int64().encode(sum));
        images.put(meta.lastIncluded(), image);
        return new InstallSnapshot(term, N2, meta, image.length());
    }

    /** Entries behind the one before them, all of which are committed. */
    AppendEntries append(long first, long last) {
        return append(7, first, last, last);
    }

    /** Entries of term 7 that the leader of a term, perhaps a later one, sends; none if the last lies before the first. */
    AppendEntries append(long term, long first, long last, long commitIndex) {
        EntryId previous = first == 1 ? EntryId.NONE : new EntryId(7, first - 1);
        EntryBatch entries = first > last ? EntryBatch.empty() : Words.entries(first, last);
        return new AppendEntries(term, N2, previous, commitIndex, entries);
    }

    /** The leader asks, and the disk does what that takes. */
    void hears(RaftRequest request) {
        asks(request);
        disk.runAll();
    }

    /** Another leader asks likewise. */
    void hears(Sender leader, RaftRequest request) {
        Objects.requireNonNull(door.handler()).handle(leader, request).subscribe(answers::add);
        disk.runAll();
    }

    /** The connection of a life of the leader ends. */
    void losesTheLeader(Sender life) {
        Objects.requireNonNull(door.handler()).gone(life);
    }

    /** The leader asks. */
    void asks(RaftRequest request) {
        Objects.requireNonNull(door.handler()).handle(sender(N2), request).subscribe(answers::add);
    }
}

package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.entries;
import static io.github.reactiveraft.core.runtime.Words.leader;

import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pipeline of the leader of term 7, with the peer in the hands of the test. */
class PipelineFixture {

    static final int WINDOW = 4;

    final Bench bench = new Bench();
    final ScriptedPeer peer = bench.n2;
    final LogTail tail = new LogTail(1024 * 1024);
    final List<Event> events = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();
    RaftView view = leader(0);
    SnapshotShelf shelf = shelfWith(null);

    SnapshotShelf shelfWith(@Nullable SnapshotMeta newest) {
        return new SnapshotShelf(bench.parts(), newest);
    }

    void log(long first, long last) {
        tail.append(entries(first, last));
        view = leader(last);
    }

    void append(ReplicationPipeline pipeline, long first, long last) {
        log(first, last);
        pipeline.wake();
    }

    /** Follows a pipeline with batches of so many entries. */
    ReplicationPipeline follow(int batch) {
        bench.limits = RaftLimits.defaults().withBatch(batch, 256 * 1024).withWindow(WINDOW, 1024 * 1024);
        ReplicationPipeline pipeline = pipeline();
        pipeline.answers().subscribe(events::add, failures::add);
        return pipeline;
    }

    ReplicationPipeline pipeline() {
        NodeParts parts = bench.parts();
        LogReader log = new LogReader(tail, new IoLane(bench.io), parts);
        QuorumWatch quorumWatch = new QuorumWatch(parts.settings().timing(), bench.loop, bench.time);
        return new ReplicationPipeline(parts, peer, new Leadership(4, () -> view, log, shelf, quorumWatch));
    }

    ReplicationPipeline agreedAt(int batch, long match) {
        ReplicationPipeline pipeline = follow(batch);
        agree(match);
        return pipeline;
    }

    void agreed(long match) {
        pipeline().answers().subscribe(events::add, failures::add);
        agree(match);
    }

    void agree(long match) {
        if (match < view.log().lastIndex()) {
            peer.last().reject(match - 1);
        }
        peer.last().accept();
    }

    void acceptAll() {
        for (int i = 1; i < peer.calls().size(); i++) {
            peer.calls().get(i).accept();
            bench.io.runAll();
        }
    }

    /** Requests with entries that were neither answered nor given up. */
    long open() {
        return peer.appends().size()
                - events.stream()
                        .filter(event -> ((AppendAnswered) event).verifiedIndex() > 0)
                        .count();
    }

    List<String> ranges() {
        return peer.appends().stream().map(ScriptedPeer.Call::range).toList();
    }
}

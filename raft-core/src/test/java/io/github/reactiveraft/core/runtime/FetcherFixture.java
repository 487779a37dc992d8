package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.sender;

import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotPiece;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.core.protocol.Effect.Fetch;
import io.github.reactiveraft.core.protocol.Event;
import java.util.ArrayList;
import java.util.List;
import reactor.core.Disposable;

/** The fetcher of n1, which n2 announced a snapshot to; n2 and the disk are in the hands of the test. */
class FetcherFixture {

    static final SnapshotMeta SNAPSHOT = Words.snapshot(5);
    static final int PIECE = 1024;
    static final int PIECE_COUNT = 5;
    static final Bytes IMAGE = Images.of(SNAPSHOT, Images.state(PIECE_COUNT * PIECE - 300));

    final Bench bench = new Bench();
    final ScriptedPeer peer = bench.n2;
    final Fetch fetch = new Fetch(sender(N2), SNAPSHOT, IMAGE.length());
    final List<Event> staged = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();
    final SnapshotFetcher fetcher = fetcher();
    final Disposable following = fetcher.staged().subscribe(staged::add, failures::add);

    private SnapshotFetcher fetcher() {
        bench.limits = RaftLimits.defaults().withBatch(100, PIECE).withWindow(4, 1024 * 1024);
        bench.storage.holding();
        return new SnapshotFetcher(bench.parts());
    }

    /** Fetches as far as the first piece, which says how long the others are. */
    void begin() {
        fetcher.fetch(fetch);
        bench.io.runAll();
        answer(0);
        bench.io.runAll();
    }

    /** What was asked for and not yet answered is, and what is asked for then. */
    void answerAll() {
        bench.io.runAll();
        for (int next = 0; next < peer.calls().size(); next++) {
            answer(next);
            bench.io.runAll();
        }
    }

    void answer(int call) {
        answerWith(call, request(call).maxBytes());
    }

    void answerWith(int call, int length) {
        FetchSnapshot request = request(call);
        peer.calls()
                .get(call)
                .answer(new SnapshotPiece(
                        request.lastIncluded(), request.offset(), Images.piece(IMAGE, request.offset(), length)));
    }

    FetchSnapshot request(int call) {
        return (FetchSnapshot) peer.calls().get(call).request();
    }

    List<FetchSnapshot> requests() {
        return peer.calls().stream().map(call -> (FetchSnapshot) call.request()).toList();
    }

    List<Long> offsets() {
        return requests().stream().map(FetchSnapshot::offset).toList();
    }

    List<String> calls() {
        return bench.storage.snapshots().calls();
    }

    List<String> calls(String kind) {
        return bench.storage.snapshots().calls(kind);
    }

    static String lastPiece() {
        int offset = (PIECE_COUNT - 1) * PIECE;
        return "piece " + offset + "+" + (IMAGE.length() - offset);
    }

    /** What was staged, as it will be when it is in force. */
    Bytes received() {
        return Images.adopted(bench.storage, SNAPSHOT);
    }

    /** Whether the answer to the first request gets to the disk. */
    static boolean takes(Sender from, RaftResponse answer) {
        FetcherFixture other = new FetcherFixture();
        other.fetcher.fetch(other.fetch);
        other.bench.io.runAll();
        other.peer.last().answerAs(from, answer);
        other.bench.io.runAll();
        if (!other.failures.isEmpty()) {
            throw new IllegalStateException(other.failures.get(0));
        }
        return !other.calls("piece").isEmpty();
    }
}

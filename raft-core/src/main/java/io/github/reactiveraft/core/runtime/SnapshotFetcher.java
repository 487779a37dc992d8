package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotPiece;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.SnapshotReceiver;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.core.protocol.Effect.Fetch;
import io.github.reactiveraft.core.protocol.Event.SnapshotStaged;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A snapshot's way to a follower as a stream of pieces: asked for at the rate the disk takes them, checked one by one, a
 * few under way at a time so that nothing else waits long behind them. Whatever goes wrong ends it; the leader's next
 * announcement goes on where it ended, or from the start if the disk could not keep what was here, but then not at once.
 */
final class SnapshotFetcher {

    private static final int WINDOW = 2;
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFetcher.class);

    private final NodeParts parts;
    private final Sinks.Many<Fetch> wanted = Sinks.many().unicast().onBackpressureBuffer();
    private @Nullable Fetch current;
    private boolean isStaged;
    private boolean isAdopting;
    private boolean hasWarned;
    private long notBefore;

    SnapshotFetcher(NodeParts parts) {
        this.parts = parts;
        this.notBefore = parts.time().nanos();
    }

    /**
     * Fetches this one, if it is not under way already, and no other; on the loop only. Not while one that got here whole
     * waits to come into force, for the other would take its place on the disk: the leader announces again.
     */
    void fetch(Fetch fetch) {
        if (!isStaged && !fetch.equals(current) && parts.time().nanos() - notBefore >= 0) {
            current = fetch;
            wanted.tryEmitNext(fetch);
        }
    }

    /** Every snapshot that got here whole; on the loop. */
    Flux<SnapshotStaged> staged() {
        return wanted.asFlux().switchMap(this::stage);
    }

    /** The core wants the snapshot in force; on the loop only. */
    void adopting() {
        isAdopting = true;
    }

    /** The core knows of the snapshot; if it wants it, it has said so; on the loop only. */
    void stepped() {
        isStaged = isAdopting;
    }

    /** The snapshot is in force; on the loop only. */
    void adopted() {
        isAdopting = false;
        isStaged = false;
    }

    private Mono<SnapshotStaged> stage(Fetch fetch) {
        LOG.info("node={} fetches {} from {}", parts.settings().node(), fetch.snapshot(), fetch.from());
        return parts.onIo(() -> parts.storage().snapshots().receive(fetch.snapshot(), fetch.byteCount()))
                .flatMap(receiver -> pieces(fetch, receiver.offset())
                        .concatMap(piece -> parts.onIo(() -> write(receiver, piece)), 0)
                        .then(Mono.defer(() -> parts.onIo(() -> finish(receiver)))))
                .publishOn(parts.loop())
                .map(finished -> new SnapshotStaged(fetch.snapshot()))
                .doOnNext(staged -> {
                    isStaged = true;
                    hasWarned = false;
                })
                .onErrorResume(failure -> forNextTime(fetch, failure))
                .doFinally(signal -> ended(fetch));
    }

    private Mono<SnapshotStaged> forNextTime(Fetch fetch, Throwable failure) {
        if (isOfTheDisk(failure)) {
            pause(fetch, failure);
        } else {
            LOG.info("node={} goes on later with {}: {}", parts.settings().node(), fetch, failure.toString());
        }
        return Mono.empty();
    }

    /** The leader announces with every heartbeat: that must not fill the log of a node whose disk is full. */
    private void pause(Fetch fetch, Throwable failure) {
        notBefore = parts.time().nanos() + PAUSE.toNanos();
        if (!hasWarned) {
            hasWarned = true;
            LOG.warn(
                    "node={} cannot keep {}; it tries again every {}",
                    parts.settings().node(),
                    fetch,
                    PAUSE,
                    failure);
        }
    }

    private void ended(Fetch fetch) {
        if (fetch.equals(current)) {
            current = null;
        }
    }

    /** The image being damaged is the sender's business. */
    private static boolean isOfTheDisk(Throwable failure) {
        return failure instanceof StorageException storage && storage.reason() != Reason.CORRUPT;
    }

    /** A piece that another attempt brought meanwhile must not be added twice. */
    private static boolean write(SnapshotReceiver receiver, SnapshotPiece piece) {
        if (receiver.offset() != piece.offset()) {
            throw new IllegalStateException("What comes next is at " + receiver.offset() + ", not " + piece.offset());
        }
        receiver.write(piece.bytes());
        return true;
    }

    private static boolean finish(SnapshotReceiver receiver) {
        receiver.finish();
        return true;
    }

    /**
     * From an offset to the end. The first piece comes alone and decides how long the others are: who has the snapshot
     * may be configured to send less at a time than this node would take.
     */
    private Flux<SnapshotPiece> pieces(Fetch fetch, long from) {
        if (from >= fetch.byteCount()) {
            return Flux.empty();
        }
        FetchSnapshot first = request(fetch, from, parts.settings().limits().batchBytes());
        return piece(fetch, first, 1).flatMapMany(piece -> Flux.just(piece)
                .concatWith(following(
                        fetch, from + piece.bytes().length(), piece.bytes().length())));
    }

    private Flux<SnapshotPiece> following(Fetch fetch, long from, int pieceBytes) {
        return Flux.<FetchSnapshot, Long>generate(() -> from, (offset, sink) -> {
                    if (offset >= fetch.byteCount()) {
                        sink.complete();
                        return offset;
                    }
                    FetchSnapshot request = request(fetch, offset, pieceBytes);
                    sink.next(request);
                    return offset + request.maxBytes();
                })
                .flatMapSequential(request -> piece(fetch, request, request.maxBytes()), WINDOW, 1);
    }

    private static FetchSnapshot request(Fetch fetch, long offset, int pieceBytes) {
        int length = (int) Math.min(pieceBytes, fetch.byteCount() - offset);
        return new FetchSnapshot(fetch.snapshot().lastIncluded(), offset, length);
    }

    private Mono<SnapshotPiece> piece(Fetch fetch, FetchSnapshot request, int leastBytes) {
        return new TransportPeer(parts.transport(), fetch.from().node())
                .call(request)
                .timeout(parts.settings().timing().electionTimeoutMax(), parts.loop())
                .map(reply -> checked(fetch, request, leastBytes, reply));
    }

    private static SnapshotPiece checked(Fetch fetch, FetchSnapshot request, int leastBytes, PeerReply reply) {
        if (reply.from().equals(fetch.from())
                && reply.response() instanceof SnapshotPiece piece
                && piece.lastIncluded().equals(request.lastIncluded())
                && piece.offset() == request.offset()
                && piece.bytes().length() >= leastBytes
                && piece.bytes().length() <= request.maxBytes()) {
            return piece;
        }
        throw new PeerException(request + " was answered with " + reply, true, null);
    }
}
